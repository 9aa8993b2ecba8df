"""The public pages and those of citizens in a real browser: wide, on a phone, at 320 px, without scripts (ui §10)."""

import pytest
from playwright.sync_api import expect

from documents.consulting import code_for
from documents.rendering.receipts import address
from documents.states import CopyRole
from tests import factories
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = (1366, 768), (390, 844)
PDF = factories.tiny_pdf("Oficio que alguien imprime")


@pytest.fixture
def visit(browser, live_server):
    """Opens an address as anybody or as a citizen; whatever breaks the content policy fails the test."""
    opened, complaints = [], []

    def go(path, *, citizen=None, size=WIDE, scripts=True):
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": size[0], "height": size[1]})
        opened.append(context)
        if citizen:
            cookie = citizen.enter().cookies["quipux"].value
            context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(live_server.url + path)
        return page

    yield go
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def places(external, letter, gina, bruno, ana):
    """Addresses of the public pages, and those of Gina."""
    document = factories.make_document(ana, to=[bruno], pdf=PDF, subject="Entrega de la información solicitada")
    whispered = factories.make_document(ana, to=[bruno], confidential=True, pdf=factories.tiny_pdf("Reservado"))
    presented = external(gina, to=[bruno], subject="Solicitud de acceso a la información pública del año anterior",
                         attachments=[("cedula-de-identidad.txt", b"x")])  # fmt: skip
    copy = presented.copies.exclude(role=CopyRole.ORIGINAL).get()
    answer = letter(bruno, to=gina, answer_to=copy, subject="Respuesta a la solicitud de acceso a la información")
    received = answer.copies.get(party__person=gina.user)
    public = ["/", "/verificar/", f"/verificar/{document.verification_code}/", f"/verificar/{whispered.verification_code}/",
              "/verificar/7K3M-2QXW-94HT-RB6C/", "/verificar/?codigo=x", f"/verificar/?huella={'0' * 64}", "/tramites/",
              f"/tramites/?numero={presented.number}&codigo={code_for(presented)}", "/tramites/?numero=x&codigo=y",
              "/tramites/?numero=&codigo="]  # fmt: skip
    own = ["/bandejas/ciudadano/enviados/", "/bandejas/ciudadano/recibidos/", f"/ciudadano/documentos/{copy.uuid}/",
           f"/ciudadano/documentos/{received.uuid}/"]  # fmt: skip
    return {"public": public, "own": own, "document": document, "presented": presented}


def test_axe_finds_nothing_and_nothing_scrolls_sideways_down_to_320_px(visit, places, gina):
    for citizen, addresses in ((None, places["public"]), (gina, places["own"])):
        page = visit(addresses[0], citizen=citizen)
        base = page.url.removesuffix(addresses[0])
        for where in addresses:
            page.goto(base + where)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            assert unsound(page) == [], where


def test_d_69_a_dropped_file_is_hashed_in_the_browser_and_its_bytes_never_leave_it(visit, places):
    page = visit("/verificar/", size=PHONE)
    asked = []
    page.on("request", lambda one: asked.append((one.method, one.post_data_buffer)))
    page.locator("[data-hash-check] input[type=file]").set_input_files(
        {"name": "oficio.pdf", "mimeType": "application/pdf", "buffer": PDF})  # fmt: skip
    expect(page.get_by_text("Documento oficial registrado.")).to_be_visible()
    expect(page.get_by_text(places["document"].number)).to_be_visible()
    assert {one for one in asked if one != ("GET", None)} == set()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_51_a_code_is_verified_with_the_keyboard_alone(visit, places, scripts):
    page = visit("/verificar/", size=PHONE, scripts=scripts)
    page.get_by_label("Código de verificación").focus()
    page.keyboard.type(places["document"].verification_code.replace("-", "").lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("Documento oficial registrado.")).to_be_visible()


def test_the_qr_of_a_comprobante_fills_both_fields_and_its_code_reaches_the_server_only_when_asked(visit, places):
    path = "/tramites/" + address(places["presented"]).split("/tramites/")[1]
    page = visit(path, size=PHONE)
    expect(page.get_by_label("Código de consulta")).to_have_value(code_for(places["presented"]))
    page.get_by_role("button", name="Consultar").click()
    expect(page.get_by_text("Contestado.")).to_be_visible()


def test_a_51_a_tramite_is_consulted_without_scripts(visit, places):
    page = visit("/tramites/", size=PHONE, scripts=False)
    page.get_by_label("Número de trámite").fill(places["presented"].number)
    page.get_by_label("Código de consulta").fill(code_for(places["presented"]))
    page.get_by_label("Código de consulta").press("Enter")
    expect(page.get_by_text("Contestado.")).to_be_visible()
