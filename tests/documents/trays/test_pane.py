"""The preview pane: a document beside the list, at an address of its own (documents §5.3, ui §13)."""

import pytest
from playwright.sync_api import expect

from documents.models import Copy
from tests import factories
from tests.documents.trays.desks import make_desk
from tests.looks import WIDE, unsound

LIST = "/bandejas/recibidos/"


@pytest.mark.django_db
def test_a_document_is_shown_beside_the_list_without_being_opened(client, desk):
    desk.recibidos(3)
    copy = Copy.objects.filter(holder=desk.ana.appointment).first()
    page = client(desk.ana).get(f"{LIST}?vista={copy.uuid}&texto=prueba").content.decode()
    assert '<aside class="qx-vista"' in page
    assert "Marcar como leído" in page
    assert f'id="v-{copy.uuid}" aria-current="true"' in page
    assert page.count("#v-") == 3  # every row leads to itself beside the same list
    copy.refresh_from_db()
    assert not copy.is_read


@pytest.mark.django_db
def test_nothing_is_shown_beside_the_list_of_what_the_person_may_not_read(client, desk):
    desk.recibidos(1)
    secret = factories.copy_of(factories.make_document(desk.carla, to=[desk.bruno], subject="Reservado", confidential=True),
                               desk.bruno)  # fmt: skip
    for wanted in (secret.uuid, "nada"):
        answer = client(desk.ana).get(f"{LIST}?vista={wanted}")
        assert answer.status_code == 200
        assert "<aside" not in answer.content.decode()
        assert "Reservado" not in answer.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_read_after_two_seconds_and_the_next_row_takes_its_place(
    client, area, other_institution, live_server, page
):
    desk = make_desk(area, factories.make_area(other_institution, "Coordinación Técnica", sigla="CT"))
    for subject in ("Contrato de aseo", "Plan de compras"):
        factories.make_document(desk.bruno, to=[desk.ana], subject=subject)
    complaints = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.context.add_cookies([{"name": "quipux", "value": client(desk.ana).cookies["quipux"].value,
                               "url": live_server.url}])  # fmt: skip
    page.set_viewport_size(WIDE)
    page.goto(f"{live_server.url}{LIST}")
    page.get_by_text("Exportar, imprimir, guardar o ver al lado").click()
    page.get_by_role("link", name="Ver los documentos al lado").click()
    pane = page.locator(".qx-vista")
    expect(pane.get_by_text("Plan de compras")).to_be_visible()
    expect(pane.get_by_role("button", name="Marcar como leído")).to_be_hidden(timeout=10_000)
    page.locator("tbody").get_by_role("link", name="Contrato de aseo").click()
    expect(pane.get_by_text("Contrato de aseo")).to_be_visible()
    assert Copy.objects.filter(holder=desk.ana.appointment, is_read=True).count() >= 1
    assert unsound(page) == []
    assert complaints == []
    page.get_by_role("link", name="Cerrar la vista").click()
    expect(pane).to_have_count(0)
