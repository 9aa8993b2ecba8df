"""«Mis Solicitudes de Respaldo»: filters in the address, order, pages, states (backups §3.4, §3.5)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from backups.models import BackupRequest
from backups.services import requests
from quipux import clock
from tests.backups import making
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
LIST = "/respaldos/mis-solicitudes/"
CAPTION = "Solicitudes de respaldo"
COLUMNS = ["Solic.", "Fecha Solic.", "Solicitante", "Perfil", "Fecha Desde", "Fecha Hasta", "Estado Solic.", "Cant.",
           "Descargar"]  # fmt: skip
NOON = making.at_noon(date(2017, 2, 8))


def discarded(person, day: date) -> BackupRequest:
    """A request of that day, thrown away at once so that another one may follow."""
    with clock.frozen_at(making.at_noon(day)):
        draft = making.make_request(person, end=day)
        return requests.eliminate(draft, actor=person.actor, comment="")


def numbers(page) -> list[int]:
    return [int(row[0]) for row in page.rows(CAPTION)]


@pytest.fixture
def years(ana):
    """Twelve discarded requests, one a month, the last one in February 2017."""
    days = [date(2016, 3, 8), date(2016, 4, 8), date(2016, 5, 8), date(2016, 6, 8), date(2016, 7, 8), date(2016, 8, 7),
            date(2016, 8, 8), date(2016, 9, 8), date(2016, 10, 8), date(2016, 11, 8), date(2017, 1, 8),
            date(2017, 2, 8)]  # fmt: skip
    return [discarded(ana, day) for day in days]


def test_the_columns_stand_in_order_and_a_draft_has_no_count(client, ana):
    with clock.frozen_at(NOON):
        draft = making.make_request(ana, start=date(2016, 12, 8), end=date(2017, 2, 8))
        page = Page(client(ana).get(LIST))
    assert page.columns(CAPTION) == COLUMNS
    assert page.rows(CAPTION) == [[
        str(draft.number), "2017-02-08 12:00:00 (GMT-5)", "Ana Torres", "Normal", "2016-12-08 (GMT-5)",
        "2017-02-08 (GMT-5)", "En Edición", "", ""]]  # fmt: skip
    assert page.links()[str(draft.number)] == reverse("backups:detail", args=[draft.uuid])
    long_forms = {a.get("title") for a in page.all("abbr")}
    assert long_forms == {
        "Número de solicitud",
        "Fecha de la solicitud",
        "Estado de la solicitud",
        "Cantidad de documentos",
    }


def test_the_last_six_months_are_said_and_removed_by_a_link(client, ana, years):
    with clock.frozen_at(NOON):
        mine = client(ana)
        page = Page(mine.get(LIST))
        assert "Desde 2016-08-08 hasta 2017-02-08 · Ver todas" in page.text
        assert numbers(page) == [request.number for request in years[:5:-1]]
        assert "No. de registros encontrados: 6 Página 1/1" in page.text
        everything = Page(mine.get(page.links()["Ver todas"]))
        assert "No. de registros encontrados: 12 Página 1/2" in everything.text
        assert len(numbers(everything)) == 10
        rest = Page(mine.get(LIST + everything.links()["Siguiente: página 2 de 2"]))
    assert numbers(everything) + numbers(rest) == [request.number for request in reversed(years)]
    assert rest.title != everything.title


def test_u_09_the_address_keeps_dates_number_and_state(client, ana, years):
    mine = client(ana)
    page = Page(mine.get(LIST, {"fecha_inicio": "8/9/2016", "fecha_fin": "2016-11-08"}))
    assert numbers(page) == [years[9].number, years[8].number, years[7].number]
    assert (page.fields()["fecha_inicio"], page.fields()["fecha_fin"]) == ("2016-09-08", "2016-11-08")
    one = Page(mine.get(LIST, {"numero": years[0].number, "fechas": "todas"}))
    assert numbers(one) == [years[0].number]
    none = Page(mine.get(LIST, {"estado": "approved", "fechas": "todas"}))
    assert "No se encontraron los datos buscados." in none.text
    assert "Ver todas" in none.links()


def test_wrong_filters_are_told_at_their_fields(client, ana, years):
    mine = client(ana)
    answer = mine.get(LIST, {"fecha_inicio": "2017-02-09", "fecha_fin": "2017-02-08", "numero": "12a"})
    assert answer.status_code == 422
    page = Page(answer)
    assert page.errors() == [
        ("La Fecha Inicio debe ser menor o igual que la Fecha Fin.", "#id_fecha_inicio"),
        ("En el campo 'Nº solicitud' se debe ingresar sólo números y sin espacios.", "#id_numero"),
    ]
    assert page.fields()["numero"] == "12a"
    huge = mine.get(LIST, {"numero": "9" * 40, "fechas": "todas"})
    assert "No se encontraron los datos buscados." in Page(huge).text


def test_u_08_a_heading_sorts_on_the_server_and_its_second_press_reverses(client, ana, years):
    mine = client(ana)
    page = Page(mine.get(LIST, {"fechas": "todas", "tamano": "25"}))
    headings = {"".join(th.itertext()).strip(): th for th in page.all("th", scope="col")}
    assert headings["Solic."].get("aria-sort") == "descending"
    link = next(headings["Fecha Hasta"].iter("a")).get("href")
    up = Page(mine.get(LIST + link))
    assert numbers(up) == [request.number for request in years]
    headings = {"".join(th.itertext()).strip(): th for th in up.all("th", scope="col")}
    assert headings["Fecha Hasta"].get("aria-sort") == "ascending"
    down = Page(mine.get(LIST + next(headings["Fecha Hasta"].iter("a")).get("href")))
    assert numbers(down) == [request.number for request in reversed(years)]
    for key in ("numero", "fecha", "solicitante", "perfil", "desde", "hasta", "estado", "cantidad", "-cantidad"):
        assert len(numbers(Page(mine.get(LIST, {"orden": key, "fechas": "todas", "tamano": "25"})))) == 12
    assert numbers(Page(mine.get(LIST, {"orden": "otro", "fechas": "todas", "tamano": "25"})))[0] == years[-1].number


def test_u_41_more_rows_take_no_more_queries(
    client, ana, years, django_assert_num_queries, django_assert_max_num_queries
):
    mine = client(ana)
    mine.get(LIST)
    with django_assert_max_num_queries(40) as few:
        mine.get(LIST, {"numero": years[0].number, "fechas": "todas", "tamano": "25"})
    with django_assert_num_queries(len(few)):
        mine.get(LIST, {"fechas": "todas", "tamano": "25"})


def test_u_26_who_never_asked_is_told_what_to_do(client, ana):
    page = Page(client(ana).get(LIST))
    assert "Todavía no ha solicitado respaldos." in page.text
    assert page.links()["Solicitar respaldos"] == "/respaldos/solicitar/"


def test_the_last_column_offers_what_can_be_done_now(client, ana, single):
    mine = client(ana)
    [row] = Page(mine.get(LIST)).rows(CAPTION)
    assert (row[6], row[7], row[8]) == ("Atendida", "21", f"Descargar la solicitud {single.number}")
    with clock.frozen_at(single.backup.expires_at + timedelta(seconds=1)):
        [row] = Page(mine.get(LIST)).rows(CAPTION)
    assert row[8] == ""
    old = discarded(ana, date(2016, 3, 8))
    rows = Page(mine.get(LIST, {"fechas": "todas"})).rows(CAPTION)
    assert [row[8] for row in rows if row[0] == str(old.number)] == [f"Solicitar de nuevo la solicitud {old.number}"]


def test_nobody_elses_requests_are_listed_not_even_for_the_aiq(client, ana, bruno, diego):
    making.make_request(ana)
    for other in (bruno, diego):
        assert "Todavía no ha solicitado respaldos." in Page(client(other).get(LIST)).text
