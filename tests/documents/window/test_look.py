"""The pages of the window in a real browser, wide and narrow (ui §7, §10)."""

from datetime import timedelta

import pytest

from documents import services
from documents.composing import sessions
from documents.models import PhysicalLocation
from documents.services import archive
from documents.services.draft_rows import party_key
from quipux import clock
from tests.documents.window.making import citizen, externo, let, pending, registered, sent
from tests.documents.window.test_scans import scan
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Petición de información sobre el uso del agua en la parroquia San Joaquín y sus comunidades vecinas"


@pytest.fixture
def desk(client, elsa, ana, bruno, live_server, page):
    """Elsa's browser, and every page of the window with something on it."""
    let(elsa, "create_citizens")
    let(ana, "receive_directed_external")
    gina = citizen()
    waiting = registered(elsa, bruno, sender=gina, subject=LONG, reference="GADM-2026-0012")
    gone = sent(elsa, bruno, sender=gina, subject=LONG, directed_to=ana.appointment)
    services.digitise(gone, [scan()], actor=elsa.actor)
    text = sessions.keep(sessions.Slip.of(elsa.actor), {"tipo": "externo", "asunto": LONG}, actor=elsa.actor).session
    sessions.change(text, de=[party_key(gina)], para=[party_key(bruno.appointment)])
    let(elsa, "process_citizen_documents", "use_physical_archive", "manage_physical_archive")
    letter = pending(ana, bruno)
    room = archive.save_location(PhysicalLocation(area=elsa.appointment.area, name="Bodega 2"), actor=elsa.actor)
    box = PhysicalLocation(area=elsa.appointment.area, name="Caja 14", code="C-14", parent=room)
    archive.save_location(box, actor=elsa.actor)
    with clock.frozen_at(clock.now() - timedelta(days=9)):
        row = archive.place(gone, box, actor=elsa.actor)
        archive.lend(row, bruno.appointment, due_on=clock.today() + timedelta(days=2), actor=elsa.actor)
    placed = archive.place(waiting, box, actor=elsa.actor)
    cookie = client(elsa).cookies["quipux"].value
    page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
    page.addresses = [f"{live_server.url}{path}" for path in (
        "/ventanilla/registrar/", f"/ventanilla/registrar/?sesion={text.uuid}",
        f"/ventanilla/registrar/?sesion={text.uuid}&seccion=anexos",
        f"/documentos/destinatarios/?sesion={text.uuid}&texto=gina", f"/ventanilla/ciudadanos/nuevo/?sesion={text.uuid}",
        f"/documentos/{waiting.uuid}/", f"/documentos/{gone.uuid}/", f"/documentos/{waiting.uuid}/comprobante/",
        f"/documentos/acciones/enviar-externo/?copia={waiting.uuid}", "/ventanilla/comprobantes/",
        "/ventanilla/digitalizados/", f"/ventanilla/digitalizados/{gone.uuid}/", f"/ventanilla/anexos/{gone.uuid}/",
        "/bandejas/docs-ciudadanos/", f"/documentos/{letter.uuid}/", f"/documentos/{letter.uuid}/datos/",
        f"/documentos/acciones/enviar-ciudadano/?copia={letter.uuid}", "/archivo-fisico/", f"/archivo-fisico/{box.pk}/",
        f"/archivo-fisico/{box.pk}/editar/", "/archivo-fisico/prestamos/", f"/documentos/{gone.uuid}/archivo-fisico/",
        f"/documentos/{waiting.uuid}/archivo-fisico/?prestar={placed.pk}",
    )]  # fmt: skip
    return page


def test_axe_finds_nothing_and_no_page_scrolls_sideways(desk):
    reports = []
    desk.on("console", lambda message: reports.append(message.text) if "Content Security" in message.text else None)
    for address in desk.addresses:
        assert desk.goto(address).status == 200, address
        assert unsound(desk) == [], address
    assert reports == []


def test_u_17_what_the_window_types_is_kept_by_itself_and_found_again(client, elsa, live_server, page):
    externo()
    typed = {"asunto": "Petición", "referencia": "GADM-12", "resumen": "Pide agua.", "fecha": "2026-05-04"}
    page.context.add_cookies(
        [{"name": "quipux", "value": client(elsa).cookies["quipux"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/ventanilla/registrar/")
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    with page.expect_response(lambda answer: typed["fecha"] in (answer.request.post_data or "")):
        page.locator("[name=notas]").focus()
    page.close()
    again = page.context.new_page()
    again.goto(f"{live_server.url}/ventanilla/registrar/")
    again.get_by_role("link", name="Recuperar").click()
    assert {name: again.locator(f"[name={name}]").input_value() for name in typed} == typed
