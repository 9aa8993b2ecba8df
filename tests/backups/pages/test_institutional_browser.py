"""The AIQ's pages in a browser, without scripts too: typing survives the pickers; sizes; axe (backups §3.7)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from backups.models import BackupRequest
from institutions import services as institutions
from quipux import clock
from quipux.history.recorder import SYSTEM
from tests.backups import making
from tests.backups.pages import office
from tests.backups.pages.test_browser import visit  # noqa: F401
from tests.cast import servant
from tests.factories import make_servant
from tests.looks import faults, unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def petition(luis, diego, bruno):
    office.papers_of(luis, bruno, 2)
    return office.write_petition(luis, diego)


@pytest.mark.parametrize("scripts", [True, False])
def test_u_16_b_20_typed_values_survive_both_pickers_and_the_request_is_sent(visit, diego, luis, petition, scripts):  # noqa: F811
    page = visit(diego, office.FORM, scripts=scripts)
    page.get_by_label("Fecha Inicio").fill("4/1/2016")
    page.get_by_label("Fecha Fin").fill("2016-12-08")
    page.get_by_label("Comentario").fill("Pedido por oficio")
    page.get_by_role("button", name="Seleccionar Servidor Público").click()
    page.get_by_label("Nombre / C.I. / Puesto / Correo").fill("vaca")
    page.get_by_role("button", name="Buscar", exact=True).last.click()
    page.get_by_role("link", name="Luis Vaca").click()
    page.get_by_role("button", name="Seleccionar Documento").click()
    page.get_by_role("link", name=petition.number).click()
    page.get_by_role("link", name="Aceptar").click()
    expect(page.get_by_label("Fecha Inicio")).to_have_value("2016-01-04")
    expect(page.get_by_label("Comentario")).to_have_value("Pedido por oficio")
    page.get_by_role("button", name="Enviar").click()
    page.get_by_role("button", name="Confirmar envío").click()
    expect(page.get_by_role("heading", name="enviada.")).to_be_visible()
    request = BackupRequest.objects.get()
    assert (request.comment, request.petition, request.state) == ("Pedido por oficio", petition, "approved")


def test_the_errors_about_what_was_chosen_lead_to_its_button(visit, diego):  # noqa: F811
    page = visit(diego, office.FORM)
    page.get_by_role("button", name="Enviar").click()
    page.get_by_role("link", name="Debe seleccionar el usuario solicitante de los respaldos.").click()
    expect(page.get_by_role("button", name="Seleccionar Servidor Público")).to_be_focused()
    assert faults(page) == []


def test_every_page_of_the_aiq_is_accessible_and_fits(visit, diego, ana, luis, petition, area):  # noqa: F811
    making.build(making.send_for(diego, luis, petition))
    request = BackupRequest.objects.get()
    gone = servant(make_servant(area, "María Fernanda de los Ángeles Villavicencio", title="Analista de Compras 3"))
    institutions.deactivate(gone.appointment, last_day=clock.today(), actor=SYSTEM)
    draft = making.draft_for(diego, gone, office.write_petition(ana, diego), comment="Falta su oficio")
    page = visit(diego, "/respaldos/")
    names = ("detail", "history", "eliminate")
    paths = [
        "/respaldos/", office.FORM, f"{office.FORM}recorrido/", f"{office.FORM}?servidor={luis.appointment.uuid}&documento={petition.uuid}",
        office.PERSONS, f"{office.PETITIONS}?numero=2016&elegido={petition.uuid}", office.PETITIONS, office.DRAFTS,
        office.LIST, reverse("backups:detail", args=[request.uuid]), reverse("backups:hand_over", args=[request.uuid]),
        *(reverse(f"backups:{name}", args=[draft.uuid]) for name in names)]  # fmt: skip
    root = page.url.split("/respaldos/")[0]
    for path in paths:
        page.goto(root + path)
        assert unsound(page) == [], path
