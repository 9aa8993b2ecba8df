"""The menu at a glance: the own request, and the institution's to its AIQ (backups §3.12)."""

from datetime import date, timedelta

import pytest

from backups.dashboard import pieces_of
from backups.models import Backup, BackupRequest
from backups.services import scheduling
from institutions.models import Grant
from quipux import clock
from tests.backups import making
from tests.backups.pages import office
from tests.backups.pages.office import url
from tests.backups.pages.reading import Page, words
from tests.cast import servant
from tests.factories import make_area, make_documents, make_servant

pytestmark = pytest.mark.django_db
MENU = "/respaldos/"
SVG = "{http://www.w3.org/2000/svg}"
TUESDAY = making.at_noon(date(2026, 3, 10))


@pytest.fixture
def attended(luis, diego, bruno) -> BackupRequest:
    """Diego's institutional request about Luis, built on Tuesday 2026-03-10."""
    office.papers_of(luis, bruno, 2)
    with clock.frozen_at(TUESDAY):
        making.build(making.send_for(diego, luis, office.write_petition(luis, diego)))
    return BackupRequest.objects.get()


def drawn(page) -> list:
    """The pictures that carry meaning."""
    return [svg for svg in page.find("main").iter(f"{SVG}svg") if svg.get("role") == "img"]


def pictures(page) -> list[str]:
    """Their titles."""
    return [words(svg.find(f"{SVG}title")) for svg in drawn(page)]


def test_the_aiq_sees_requests_by_state_the_oldest_and_the_days_left(client, diego, ana, bruno, luis, attended):
    with clock.frozen_at(TUESDAY):
        make_documents(21, ana, to=[bruno], at=office.SPRING)
        waiting = making.send_request(ana)
        making.draft_for(diego, luis)
    with clock.frozen_at(TUESDAY + timedelta(days=2)):
        page = Page(client(diego).get(MENU))
    assert page.rows("Solicitudes por estado") == [["En Edición", "1"], ["Aprobada", "1"], ["Atendida", "1"]]
    assert page.rows("Respaldos de la Institución disponibles") == [
        [f"No. {attended.number}", "Luis Vaca", "2026-03-14", "2"]]  # fmt: skip
    assert f"Solicitud No. {attended.number}, Luis Vaca: Quedan 2 días." in page.text
    assert f"La más antigua sin atender es la Solicitud No. {waiting.number}: lleva 2 días laborables." in page.text
    assert pictures(page) == [
        "Solicitudes de la institución por estado",
        f"Vigencia de la Solicitud No. {attended.number}: Quedan 2 días.",
    ]
    [_, bar] = drawn(page)
    assert [rect.get("width") for rect in bar.iter(f"{SVG}rect")] == ["640", "384"]  # 3 of 5 days, today included


def test_the_last_day_is_said_and_after_it_the_backup_is_not_there(client, diego, attended):
    end = Backup.objects.get(request=attended).expires_at
    with clock.frozen_at(end - timedelta(hours=1)):
        assert "Vence hoy a las 23:59 (GMT-5)." in Page(client(diego).get(MENU)).text
    with clock.frozen_at(end):
        assert "No hay respaldos institucionales disponibles." in Page(client(diego).get(MENU)).text


def test_an_institution_without_requests_is_told_so(client, diego):
    page = Page(client(diego).get(MENU))
    assert "Todavía no hay solicitudes de respaldo de su institución." in page.text
    assert "Ninguna solicitud espera ser atendida." in page.text
    assert pictures(page) == []


def test_the_board_of_a_limited_aiq_is_that_of_his_areas(client, diego, institution, attended):
    Grant.objects.get(appointment=diego.appointment).areas.set([make_area(institution, "Coordinación Zonal")])
    assert "Todavía no hay solicitudes de respaldo de su institución." in Page(client(diego).get(MENU)).text


def test_who_is_no_aiq_has_no_board(client, ana, attended):
    assert "Solicitudes por estado" not in Page(client(ana).get(MENU)).text


def test_the_states_stand_side_by_side_over_the_whole_bar():
    pieces = pieces_of({"approved": 3, "fulfilled": 1, "deleted": 0})
    assert [(piece.label, piece.x, piece.width) for piece in pieces] == [("Aprobada", 0, 480), ("Atendida", 480, 160)]


def test_the_owner_sees_the_steps_and_what_is_left_to_download(client, ana, split):
    mine = client(ana)
    page = Page(mine.get(MENU))
    assert page.links()[f"Solicitud No. {split.number}"] == url("detail", split)
    assert [words(step) for step in page.find("ol", class_="qx-pasos")][-1] == "Lista para descargar: hecho"
    assert "Quedan 7 días; faltan 3 de 3 partes por descargar." in page.text
    for number in (1, 2):
        b"".join(mine.get(url("part", split, number)).streaming_content)
    assert "Quedan 7 días; falta 1 de 3 partes por descargar." in Page(mine.get(MENU)).text
    b"".join(mine.get(url("part", split, 3)).streaming_content)
    assert "Quedan 7 días." in Page(mine.get(MENU)).text
    with clock.frozen_at(Backup.objects.get(request=split).expires_at):
        assert f"Solicitud No. {split.number}" not in Page(mine.get(MENU)).text


def test_the_owner_sees_where_a_waiting_request_stands(client, ana, bruno):
    with clock.frozen_at(TUESDAY):
        make_documents(21, ana, to=[bruno], at=office.SPRING)
        making.send_request(ana)
        scheduling.schedule_requests()
        page = Page(client(ana).get(MENU))
    assert "Programada para la noche del 10 de marzo" in page.text
    assert "Descargar" not in page.links()


def test_u_41_more_available_backups_take_no_more_queries(
    client, diego, area, bruno, django_assert_num_queries, django_assert_max_num_queries
):
    def add(number):
        for _ in range(number):
            gone = servant(make_servant(area))
            office.leaves(gone)
            making.build(making.send_for(diego, gone, office.write_petition(gone, diego)))

    add(1)
    mine = client(diego)
    mine.get(MENU)
    with django_assert_max_num_queries(40) as few:
        mine.get(MENU)
    add(2)
    with django_assert_num_queries(len(few)):
        assert len(pictures(Page(mine.get(MENU)))) == 4
