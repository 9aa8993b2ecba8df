"""The page of composing in a real browser, wide and narrow (ui §7.16, §10; documents §6.3)."""

import pytest
from playwright.sync_api import expect

from documents import services
from documents.models import BodyImage, Document
from documents.search import indexing
from documents.services.draft_rows import party_key
from tests import factories
from tests.documents.compose.making import draft, kind, let_write
from tests.documents.compose.test_images import picture
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """([bytes]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([new Uint8Array(bytes)], 'pegada.png', { type: 'image/png' }));
    document.querySelector('.qx-hoja').dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true }));
}"""


@pytest.fixture
def desk(client, ana, elsa, live_server, page):
    """Ana's browser on the form of a draft of hers."""
    kind("memorando")
    let_write(ana)
    original = services.create(draft(elsa), actor=ana.actor)
    cookie = client(ana).cookies["quipux"].value
    page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
    page.reports = []
    page.on("console", lambda told: page.reports.append(told.text) if told.type == "error" else None)
    page.goto(f"{live_server.url}/documentos/{original.uuid}/editar/")
    return page


def faults(page) -> list:
    """What is wrong with the page at each size, and what the policy complained of."""
    return unsound(page) + page.reports


def test_an_image_is_chosen_or_pasted_and_stands_in_the_saved_text(desk):
    desk.locator(".qx-hoja").click()
    desk.get_by_role("button", name="Imagen", exact=True).click()
    expect(desk.locator(".govuk-details .govuk-file-upload-button")).to_be_focused()
    upload = picture()
    desk.locator("input[name=imagen]").set_input_files(
        {"name": "foto.png", "mimeType": "image/png", "buffer": upload.read()}
    )
    desk.get_by_label("Descripción de la imagen").fill("Plano del patio")
    assert faults(desk) == []
    desk.get_by_role("button", name="Agregar la imagen").click()
    first = desk.locator('.qx-hoja img[alt="Plano del patio"]')
    expect(first).to_have_js_property("naturalWidth", 60)
    expect(desk.get_by_text("La imagen quedó en el texto.")).to_be_visible()
    desk.once("dialog", lambda asked: asked.accept("Firma escaneada"))
    upload.seek(0)
    desk.evaluate(PASTE, [list(upload.read())])
    expect(desk.locator('.qx-hoja img[alt="Firma escaneada"]')).to_have_js_property("naturalWidth", 60)
    assert faults(desk) == []
    desk.get_by_role("button", name="Aceptar").click()
    desk.wait_for_url("**/documentos/*-*/")
    shown = [f'src="qx-img:{image.uuid}"' for image in BodyImage.objects.order_by("pk")]
    assert len(shown) == 2
    assert all(source in Document.objects.get().body for source in shown)


def test_files_go_up_one_by_one_and_what_was_cancelled_or_cut_is_tried_again(desk):
    """The line stalls under the first file and breaks under the second; then it is whole."""
    desk.get_by_role("button", name="Anexos", exact=True).click()
    desk.get_by_role("heading", name="Adjuntar").wait_for()
    stalled = []
    desk.route("**/editar/anexos/", lambda route: stalled.append(route))
    desk.get_by_label("Archivos").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": b"Contenido"} for name in ("plano.txt", "programa.exe")]
    )
    first, second = (desk.locator(".qx-subida").filter(has_text=name) for name in ("plano.txt", "programa.exe"))
    expect(first.get_by_role("progressbar", name="Avance de plano.txt")).to_be_visible()
    first.get_by_role("button", name="Cancelar").click()
    expect(first).to_contain_text("Cancelado.")
    expect(second).to_contain_text("Subiendo…")
    stalled[-1].abort()
    expect(second).to_contain_text("Se cortó la conexión.")
    assert unsound(desk) == []
    desk.unroute("**/editar/anexos/")
    second.get_by_role("button", name="Reintentar").click()
    expect(second).to_contain_text('"programa.exe" no se adjuntó: el tipo .exe no está permitido.')
    first.get_by_role("button", name="Reintentar").click()
    expect(first).to_contain_text("Adjuntado")
    assert [row.name for row in Document.objects.get().attachments.all()] == ["plano.txt"]
    desk.reload()
    expect(desk.get_by_role("button", name="Borrar plano.txt")).to_be_visible()


@pytest.mark.long
def test_what_is_written_in_the_print_options_is_kept_by_itself(desk):
    desk.get_by_role("button", name="Opciones de Impresión").click()
    field = desk.locator("[name=phrase]")
    field.fill("Dios, Patria y Libertad")
    with desk.expect_response(lambda answer: "Patria" in (answer.request.post_data or "")):
        desk.locator("[name=farewell]").focus()
    expect(desk.get_by_text("Guardado")).to_be_visible()
    desk.reload()
    expect(field).to_have_value("Dios, Patria y Libertad")
    assert faults(desk) == []


def test_the_search_of_the_antecedente_is_sound_and_returns_to_the_form(desk, ana, bruno):
    letter = factories.make_document(bruno, to=[ana], subject="Contrato de limpieza de los pisos del edificio matriz")
    indexing.reindex_due()
    desk.get_by_role("button", name="Buscar antecedente").click()
    desk.get_by_label("Número, asunto, referencia o persona").fill("limpieza")
    desk.locator("main").get_by_role("button", name="Buscar", exact=True).click()
    expect(desk.get_by_text("1 documento", exact=True)).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("button", name=f"Elegir {letter.number}").click()
    expect(desk.get_by_text(f"Antecedente: {letter.number}")).to_be_visible()
    assert faults(desk) == []


def test_the_people_are_chosen_beside_the_text(desk, bruno):
    desk.locator(".qx-hoja").click()
    desk.keyboard.type("Escrito antes ")
    desk.get_by_role("button", name="Buscar De/Para").click()
    panel = desk.get_by_role("dialog", name="Buscar De/Para")
    panel.get_by_label("Nombre, cédula, puesto, correo o institución").fill("Salas")
    panel.get_by_role("button", name="Buscar", exact=True).click()
    choice = panel.locator(f'button[value="copia:{party_key(bruno.appointment)}"]')
    choice.click()
    expect(panel.get_by_text("Copia: Bruno Salas", exact=True)).to_be_visible()
    expect(choice).to_be_focused()
    assert faults(desk) == []
    panel.get_by_role("link", name="Regresar al documento").click()
    expect(desk.locator("#id_copia")).to_contain_text("Bruno Salas")
    expect(desk.locator(".qx-hoja")).to_contain_text("Escrito antes")
    assert faults(desk) == []
    desk.get_by_role("button", name="Aceptar").click()
    desk.wait_for_url("**/documentos/*-*/")
    assert Document.objects.get().parties.get(role="cc").appointment == bruno.appointment
    assert "Escrito antes" in Document.objects.get().body
