"""What a person arranges for himself, in a real browser: labels, filters, the pane, expedientes (ui §7.1, §10, §13)."""

import pytest
from playwright.sync_api import expect

from documents.dossiers import services as dossiers
from documents.models import Copy, Folder
from documents.services import filters, folders, labels
from tests import factories
from tests.documents.trays.desks import make_desk
from tests.looks import WIDE, unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/bandejas/recibidos/"


@pytest.fixture
def desk(area, other_institution):
    """Ana with two documents, one of them labelled, filed and asked for as an expediente."""
    desk = make_desk(area, factories.make_area(other_institution, "Coordinación Técnica", sigla="CT"))
    for subject in ("Contrato de aseo", "Plan de compras"):
        factories.make_document(desk.bruno, to=[desk.ana], subject=subject)
    copy = Copy.objects.filter(holder=desk.ana.appointment).first()
    for name, colour in (("Para el lunes", "orange"), ("Del despacho", "purple")):
        labels.put_labels(
            copy, [labels.save_label(actor=desk.ana.actor, name=name, colour=colour)], actor=desk.ana.actor
        )
    saved = filters.save_filter(actor=desk.ana.actor, tray_slug="recibidos", name="Contratos", query="texto=contrato")
    filters.open_with(saved.pk, actor=desk.ana.actor, is_default=True)
    folder = Folder.objects.create(area=area, name="Contratos de aseo")
    folders.put(copy, folder, actor=desk.ana.actor)
    dossiers.ask(actor=desk.ana.actor, folder=folder)
    dossiers.WORKSHOP.work()
    dossiers.ask(actor=desk.ana.actor, folder=folder)
    return desk


@pytest.fixture
def browsed(client, desk, live_server, page):
    page.complaints = []
    page.on("console", lambda told: page.complaints.append(told.text) if told.type == "error" else None)
    page.context.add_cookies([{"name": "quipux", "value": client(desk.ana).cookies["quipux"].value,
                               "url": live_server.url}])  # fmt: skip
    page.live_url = live_server.url
    return page


def test_every_page_of_ones_own_order_is_sound(browsed, desk):
    label, folder = labels.own_labels(desk.ana.actor).first(), Folder.objects.get()
    copy = Copy.objects.filter(personal_labels=label).get()
    for address in ("/etiquetas/", f"/etiquetas/{label.pk}/", f"{LIST}filtros/?texto=plan", f"{LIST}?filtro=ninguno",
                    f"{LIST}?vista={copy.uuid}", f"/documentos/acciones/etiquetar/?copia={copy.uuid}",
                    f"/carpetas/{folder.pk}/", "/expedientes/", "/frases/", "/seguimiento/?texto=plan",
                    f"/documentos/{copy.uuid}/seguimiento/?vista=conversacion", "/buscar/avanzada/?texto=plan"):  # fmt: skip
        browsed.goto(f"{browsed.live_url}{address}")
        browsed.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        assert unsound(browsed) == [], address
    assert browsed.complaints == []


def test_a_document_beside_the_list_is_read_after_two_seconds_and_another_takes_its_place(browsed, desk):
    browsed.set_viewport_size(WIDE)
    browsed.goto(f"{browsed.live_url}{LIST}?filtro=ninguno")
    browsed.get_by_text("Exportar, imprimir, guardar o ver al lado").click()
    browsed.get_by_role("link", name="Ver los documentos al lado").click()
    pane = browsed.locator(".qx-vista")
    expect(pane.get_by_text("Plan de compras")).to_be_visible()
    expect(pane.get_by_role("button", name="Marcar como leído")).to_be_hidden(timeout=10_000)
    assert Copy.objects.get(holder=desk.ana.appointment, is_read=True).document.subject == "Plan de compras"
    browsed.locator("tbody").get_by_role("link", name="Contrato de aseo").click()
    expect(pane.get_by_text("Contrato de aseo")).to_be_visible()
    browsed.get_by_role("link", name="Cerrar la vista").click()
    expect(pane).to_have_count(0)
    assert browsed.complaints == []
