"""The lists of the AIQ, and what he sees of personal requests (backups §3.4, §3.5, §8; B-22, B-24)."""

from datetime import date

import pytest

from backups.models import BackupRequest
from backups.services import requests
from institutions import services as institutions
from institutions.models import Grant
from quipux import clock
from quipux.history.recorder import SYSTEM
from tests.backups import making
from tests.backups.pages import office
from tests.backups.pages.office import CAPTION, DRAFTS, LIST, url
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.factories import make_area, make_documents, make_servant

pytestmark = pytest.mark.django_db
COLUMNS = ["Solic.", "Fecha Solic.", "Solicitante", "Perfil", "Estado", "Documento", "Fecha Desde", "Fecha Hasta",
           "Estado Solic.", "Cant.", "Descargar"]  # fmt: skip


@pytest.fixture
def raul(other_institution):
    """The AIQ of J."""
    return servant(make_servant(make_area(other_institution), "Raúl Cedeño", permissions=["administer"]))


@pytest.fixture
def sent(ana, bruno, diego, luis):
    """Ana's approved request, and Diego's attended one about Luis."""
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        office.papers_of(luis, bruno)
        making.build(making.send_for(diego, luis, office.write_petition(luis, diego)))
        make_documents(21, ana, to=[bruno], at=office.SPRING)
        personal = making.send_request(ana)
    return personal, BackupRequest.objects.select_related("petition").get(person=luis.user)


def numbers(page) -> set[int]:
    return {int(row[0]) for row in page.rows(CAPTION)}


def read(client, params=None, path=LIST) -> Page:
    return Page(client.get(path, {"fechas": "todas"} | (params or {})))


def test_b_22_every_request_of_the_institution_stands_with_state_and_document(client, diego, ana, luis, sent):
    personal, institutional = sent
    with clock.frozen_at(making.at_noon(date(2026, 3, 11))):
        page = read(client(diego))
    assert page.heading == "Listado de Solicitudes de Respaldo de la Institución"
    assert page.columns(CAPTION) == COLUMNS
    numero = institutional.petition.number
    assert page.rows(CAPTION) == [
        [str(personal.number), "2026-03-10 12:00:00 (GMT-5)", "Ana Torres", "Normal", "Activo", "",
         "2016-01-04 (GMT-5)", "2026-03-10 (GMT-5)", "Aprobada", "21", ""],
        [str(institutional.number), "2026-03-10 12:00:00 (GMT-5)", "Luis Vaca", "Normal", "Inactivo",
         f"{numero} 2016-03-01", "2016-01-04 (GMT-5)", "2026-03-10 (GMT-5)", "Atendida", "6",
         f"Descargar la solicitud {institutional.number}"],
    ]  # fmt: skip
    assert page.links()[numero] == f"/documentos/{institutional.petition.uuid}/"


def test_b_22_drafts_of_nobody_and_requests_of_no_other_institution_are_listed(
    client, diego, raul, ana, carla, luis, sent
):
    making.draft_for(diego, luis)
    making.make_request(carla)
    assert numbers(read(client(diego))) == {request.number for request in sent}
    assert "Todavía no hay solicitudes de respaldo de su institución." in read(client(raul)).text
    for request in sent:
        assert client(raul).get(url("detail", request)).status_code == 404


def test_b_22_nunez_finds_nunez_and_short_words_are_left_out(client, diego, area, bruno, sent):
    rosa = servant(make_servant(area, "Rosa María Núñez Peña"))
    make_documents(21, rosa, to=[bruno], at=office.SPRING)
    request = making.send_request(rosa)
    mine = client(diego)
    for said in ("nunez", "NÚÑEZ", "maria pena", "rosa de", rosa.user.identity_number, rosa.user.identity_number[4:]):
        assert numbers(read(mine, {"nombre": said})) == {request.number}, said
    assert "No se encontraron los datos buscados." in read(mine, {"nombre": "rosa torres"}).text
    assert numbers(read(mine, {"nombre": "de la"})) == {request.number, *(one.number for one in sent)}


def test_b_22_a_number_that_is_none_is_told_and_kept(client, diego, sent):
    answer = client(diego).get(LIST, {"numero": "12a", "nombre": "vaca"})
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors() == [
        ("En el campo 'Nº solicitud' se debe ingresar sólo números y sin espacios.", "#id_numero")]  # fmt: skip
    assert (page.fields()["numero"], page.fields()["nombre"]) == ("12a", "vaca")


def test_the_limited_aiq_lists_only_requests_of_the_areas_below_his(client, diego, institution, sent):
    area = make_area(institution, "Coordinación Zonal")
    Grant.objects.get(appointment=diego.appointment).areas.set([area])
    assert "Todavía no hay solicitudes de respaldo de su institución." in read(client(diego)).text
    Grant.objects.get(appointment=diego.appointment).areas.set([institution.areas.get(parent=None)])
    assert numbers(read(client(diego))) == {request.number for request in sent}


def test_u_08_every_heading_of_the_lists_sorts_on_the_server(client, diego, luis, sent):
    mine = client(diego)
    for key in ("situacion", "documento", "solicitante", "cantidad", "estado", "fecha"):
        up, down = (read(mine, {"orden": f"{sign}{key}"}) for sign in ("", "-"))
        assert numbers(up) == numbers(down) == {request.number for request in sent}
    assert [row[4] for row in read(mine, {"orden": "situacion"}).rows(CAPTION)] == ["Activo", "Inactivo"]
    assert [row[4] for row in read(mine, {"orden": "-situacion"}).rows(CAPTION)] == ["Inactivo", "Activo"]


def test_the_list_of_drafts_has_its_columns_and_leads_to_the_form(client, diego, luis):
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        draft = making.draft_for(diego, luis)
        mine = client(diego)
        page = Page(mine.get(DRAFTS))
    assert page.heading == "Listado de Solicitudes de Respaldo por Enviar"
    assert page.columns(CAPTION) == ["Solic.", "Fecha Solic.", "Solicitante", "Perfil", "Fecha Desde", "Fecha Hasta",
                                     "Estado Solic."]  # fmt: skip
    assert page.rows(CAPTION) == [[
        str(draft.number), "2026-03-10 12:00:00 (GMT-5)", "Luis Vaca", "Normal", "2016-01-04 (GMT-5)",
        "2026-03-10 (GMT-5)", "En Edición"]]  # fmt: skip
    form = Page(mine.get(page.links()[str(draft.number)]))
    assert {"Guardar", "Enviar"} <= set(form.buttons())
    assert form.links()["Regresar"] == DRAFTS
    assert mine.post(url("eliminate", draft), {"comment": ""}).url == DRAFTS


@pytest.mark.parametrize("path", [LIST, DRAFTS])
def test_u_41_more_requests_take_no_more_queries(
    client, diego, area, bruno, django_assert_num_queries, django_assert_max_num_queries, path
):
    def add(number):
        for _ in range(number):
            gone = servant(make_servant(area))
            institutions.deactivate(gone.appointment, last_day=clock.today(), actor=SYSTEM)
            petition = office.write_petition(gone, diego)
            making.send_for(diego, gone, petition)
            making.draft_for(diego, gone, petition)

    add(2)
    mine = client(diego)
    mine.get(path)
    with django_assert_max_num_queries(40) as few:
        mine.get(path, {"tamano": "25"})
    add(6)
    with django_assert_num_queries(len(few)):
        mine.get(path, {"tamano": "25"})


def test_b_24_the_aiq_reads_state_and_recorrido_of_a_personal_request_and_downloads_nothing(client, diego, ana, single):
    mine = client(diego)
    page = Page(mine.get(url("detail", single)))
    assert page.heading.startswith(f"Solicitud No. {single.number} Atendida")
    assert page.pairs()["Estado"] == "Atendida"
    history = Page(mine.get(url("history", single)))
    assert "Respaldo generado" in history.text
    for shown in (page, history):
        assert "Descargar" not in shown.links()
        assert shown.links()["Regresar"] == LIST
    [row] = read(mine).rows(CAPTION)
    assert (row[8], row[10]) == ("Atendida", "")
    for name, more in (("download", ()), ("part", (1,)), ("sums", ()), ("omissions", ()), ("eliminate", ())):
        assert mine.get(url(name, single, *more)).status_code == 404, name
    assert b"".join(client(ana).get(url("part", single, 1)).streaming_content)[:2] == b"PK"


def test_the_draft_of_a_personal_request_is_not_the_aiqs_to_see(client, diego, ana):
    draft = requests.save_draft(making.wish(), actor=ana.actor)
    assert client(diego).get(url("detail", draft)).status_code == 404
    assert "Todavía no hay" in read(client(diego)).text
