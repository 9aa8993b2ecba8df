"""What a person types survives: Back, a refusal, a lost session, two tabs, a fault of the server (ui U-17; D-05, D-06, D-13)."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from documents.composing import saving
from documents.models import ComposeSession, Document, TemporaryCounter
from documents.services.draft_rows import party_key
from quipux.history.models import Entry
from tests.documents.compose.making import kind, let_write
from tests.journeys.walking import Walk, enter, give_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 1366, "height": 768}, {"width": 390, "height": 844}]


@pytest.fixture
def office(ana, bruno, elsa):
    kind("memorando")
    kind("oficio")
    let_write(ana)
    give_password(ana)
    return ana


@pytest.fixture(params=[pytest.param(SIZES[0], marks=pytest.mark.long), SIZES[1]], ids=["1366", "390"])
def walk(browser, live_server, request, office):
    context = browser.new_context(viewport=request.param, locale="es-EC", timezone_id="America/Guayaquil")
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error('CSP ' + e.violatedDirective))"
    )
    walk = Walk(context.new_page(), live_server.url, scripts=True)
    walk.complaints = []
    walk.page.on("console", lambda told: walk.complaints.append(told.text) if told.type == "error" else None)
    enter(walk, office)
    yield walk
    context.close()


def begin(walk, subject="Informe de viaje"):
    walk.page.goto(f"{walk.address}/documentos/nuevo/?tipo=memorando")
    walk.arrive("Nuevo documento")
    walk.page.locator("input[name=asunto]").fill(subject)
    sheet = walk.page.locator(".qx-hoja")
    sheet.click()
    walk.page.keyboard.type("Primero ")
    walk.page.get_by_role("button", name="Negrita").click()
    walk.page.keyboard.type("fuerte")


def saved(walk):
    walk.page.locator("input[name=asunto]").focus()
    expect(walk.page.get_by_text("Guardado")).to_be_visible()


def put_in_para(walk, person):
    walk.press("Buscar De/Para")
    panel = walk.page.get_by_role("dialog", name="Buscar De/Para")
    panel.get_by_label("Nombre, cédula, puesto, correo o institución").fill(person.user.surnames)
    panel.get_by_role("button", name="Buscar", exact=True).click()
    panel.locator(f'button[value="para:{party_key(person.appointment)}"]').click()
    expect(panel.get_by_text("consta en Para.")).to_be_visible()
    walk.follow("Regresar al documento")
    walk.arrive("Nuevo documento")
    expect(walk.page.locator("#id_para")).to_contain_text(person.user.surnames)


def test_u_17_a_document_is_typed_with_format_chosen_refused_and_saved(walk, elsa):
    begin(walk, subject="a" * 351)
    put_in_para(walk, elsa)
    walk.press("Aceptar")
    walk.arrive("Nuevo documento")
    expect(walk.page.get_by_text("El asunto tiene 351 caracteres; el máximo es 350.").first).to_be_visible()
    expect(walk.page.locator(".qx-hoja strong")).to_have_text("fuerte")
    walk.page.locator("input[name=asunto]").fill("Informe de viaje")
    walk.press("Aceptar")
    walk.page.wait_for_url("**/documentos/*-*/")
    assert Document.objects.get().body == "<p>Primero <strong>fuerte</strong></p>"
    assert [text for text in walk.complaints if "CSP" in text] == []


def test_u_17_d_06_a_killed_browser_finds_its_text_and_its_anexos_again(walk, office, browser):
    begin(walk)
    walk.press("Anexos")
    walk.page.get_by_label("Archivos").set_input_files(
        {"name": "acta.txt", "mimeType": "text/plain", "buffer": b"Acta"}
    )
    expect(walk.page.get_by_role("button", name="Borrar acta.txt")).to_be_visible()
    walk.press("Información")
    walk.page.locator(".qx-hoja").click()
    walk.page.keyboard.press("Control+End")
    walk.page.keyboard.type(" y último")
    with walk.page.expect_response(lambda answer: "último" in (answer.request.post_data or "")):
        walk.page.locator("input[name=asunto]").focus()
    size = walk.page.viewport_size
    walk.page.context.close()
    assert (Document.objects.count(), TemporaryCounter.objects.count()) == (0, 0)
    assert not Entry.objects.filter(subject_kind="copy").exists()
    walk.page = browser.new_page(viewport=size, locale="es-EC", timezone_id="America/Guayaquil")
    enter(walk, office, ends_another=True)
    walk.page.goto(f"{walk.address}/bandejas/en-elaboracion/")
    expect(walk.page.get_by_text("Tiene texto sin guardar de las")).to_be_visible()
    walk.page.get_by_role("link", name="Recuperar").click()
    walk.arrive("Nuevo documento")
    expect(walk.page.locator(".qx-hoja strong")).to_have_text("fuerte y último")
    walk.press("Anexos (1)")
    expect(walk.page.get_by_role("button", name="Borrar acta.txt")).to_be_visible()
    walk.page.close()


def test_u_17_d_05_what_is_sent_after_the_session_ended_is_offered_after_login(walk, office, elsa):
    begin(walk)
    put_in_para(walk, elsa)
    Session.objects.all().delete()
    walk.page.locator("input[name=asunto]").fill("Escrito sin sesión")
    walk.press("Aceptar")
    walk.fill("Cédula", office.user.identity_number)
    walk.fill("Contraseña", "Clave-de-prueba-2026")
    walk.press("Ingresar")
    walk.arrive("Nuevo documento")
    walk.page.get_by_role("link", name="Recuperar").first.click()
    expect(walk.page.locator("input[name=asunto]")).to_have_value("Escrito sin sesión")
    walk.press("Aceptar")
    walk.page.wait_for_url("**/documentos/*-*/")
    assert Document.objects.get().subject == "Escrito sin sesión"


def test_u_17_back_and_reload_keep_what_was_typed(walk):
    begin(walk)
    saved(walk)
    walk.page.goto(f"{walk.address}/bandejas/recibidos/")
    walk.page.go_back()
    expect(walk.page.locator(".qx-hoja strong")).to_have_text("fuerte")
    walk.page.reload()
    expect(walk.page.locator(".qx-hoja strong")).to_have_text("fuerte")


def test_a_fault_of_the_server_loses_nothing(walk, elsa, monkeypatch):
    begin(walk)
    put_in_para(walk, elsa)

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(saving, "accept", fail)
        walk.page.locator("input[name=asunto]").fill("Antes de la falla")
        walk.press("Aceptar")
        expect(walk.page.get_by_text("Algo falló en el sistema")).to_be_visible()
    assert ComposeSession.objects.get(closed_at=None).payload["asunto"] == "Antes de la falla"
    walk.page.goto(f"{walk.address}/documentos/nuevo/")
    walk.page.get_by_role("link", name="Recuperar").first.click()
    walk.press("Aceptar")
    walk.page.wait_for_url("**/documentos/*-*/")
    assert Document.objects.get().subject == "Antes de la falla"


def test_u_17_d_05_two_tabs_over_one_draft_show_both_texts(walk, elsa):
    begin(walk)
    put_in_para(walk, elsa)
    walk.press("Aceptar")
    walk.page.wait_for_url("**/documentos/*-*/")
    original = Document.objects.get().copies.get()
    pages = [walk.page, walk.page.context.new_page()]
    for page, text in zip(pages, ("una", "otra"), strict=True):
        page.goto(f"{walk.address}/documentos/{original.uuid}/editar/")
        page.locator(".qx-hoja").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(f" {text}")
        expect(page.locator(".qx-hoja")).to_contain_text(text)
    pages[0].get_by_role("button", name="Aceptar", exact=True).click()
    pages[0].wait_for_url("**/documentos/*-*/")
    pages[1].get_by_role("button", name="Aceptar", exact=True).click()
    conflict = pages[1]
    expect(conflict.get_by_role("heading", level=1)).to_have_text("Otra pestaña o persona guardó una versión más nueva")
    expect(conflict.get_by_role("group", name="Texto mío")).to_contain_text("otra")
    expect(conflict.get_by_role("group", name="El otro texto")).to_contain_text("una")
    walk.page = conflict
    walk.arrive("Otra pestaña o persona guardó una versión más nueva")
    walk.press("Guardar el mío como versión nueva")
    conflict.wait_for_url("**/documentos/*-*/")
    assert "otra" in Document.objects.get().body
    assert Document.objects.get().versions.count() == 3
