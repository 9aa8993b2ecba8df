"""A citizen's whole walk on a phone: window, consult, answer, verification (issue: Signature, ventanilla, citizens; D-56, D-61, D-69)."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pypdf
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from accounts.models import CitizenProfile
from documents.models import Copy, Document, DocumentType
from documents.services.draft_rows import party_key
from documents.states import CopyRole
from tests.documents.window.making import citizen, externo, let
from tests.journeys.walking import PASSWORD, PATIENCE, Walk, all_day_worker, enter, give_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
SUBJECT = "Petición de acceso a la información pública"
ANSWER = "Adjunto encontrará la información que solicitó."


@pytest.fixture
def office(elsa, bruno, ana):
    """Elsa at the window, Bruno who answers, Ana who prints for him; Gina, who has an account."""
    externo()
    DocumentType.objects.get_or_create(
        slug="oficio", defaults={"label": "Oficio", "abbreviation": "O", "layout": "oficio"}
    )
    let(bruno, "create_outgoing")
    let(ana, "print_dispatch")
    for person in (elsa, bruno, ana):
        give_password(person)
    gina = citizen(password=PASSWORD)
    CitizenProfile.objects.create(person=gina)
    return {"elsa": elsa, "bruno": bruno, "ana": ana, "gina": gina}


@pytest.fixture
def worker(office, live_server, settings, tmp_path):
    """A real worker, which makes the PDF and delivers."""
    settings.QUIPUX_PUBLIC_URL = live_server.url
    with all_day_worker(tmp_path / "trabajadores") as workers:
        yield workers


@pytest.fixture(params=[pytest.param(True, marks=pytest.mark.long), False], ids=["scripts", "plain"])
def visit(browser, live_server, request):
    """A new phone, with or without scripts."""
    opened = []

    def go():
        context = browser.new_context(viewport=PHONE, locale="es-EC", timezone_id="America/Guayaquil",
                                      java_script_enabled=request.param, accept_downloads=True)  # fmt: skip
        opened.append(context)
        return Walk(context.new_page(), live_server.url, scripts=request.param)

    yield go
    for context in opened:
        context.close()


def test_a_citizen_brings_a_paper_follows_it_receives_the_answer_and_verifies_it(visit, office, worker, tmp_path):
    number, qr = register(visit(), office, tmp_path)
    consult(visit(), qr, "Recibido.")
    answer(visit(), office["bruno"], number)
    answered = send_on_paper(visit(), office["ana"])
    consult(visit(), qr, "Contestado.", answered.number)
    pdf = received(visit(), office["gina"], answered, tmp_path)
    verify(visit(), pdf, answered, tmp_path)
    assert number.endswith("-E")


def register(walk, office, folder: Path) -> tuple[str, str]:
    """Elsa types the paper, hands the comprobante over and sends it; gives the number and what the QR says."""
    enter(walk, office["elsa"])
    walk.page.goto(f"{walk.address}/ventanilla/registrar/")
    walk.arrive("Registrar documento externo")
    walk.page.locator("input[name=asunto]").fill(SUBJECT)
    walk.press("Buscar De/Para")
    put(walk, "de", office["gina"])
    put(walk, "para", office["bruno"].appointment)
    walk.follow("Regresar al documento")
    walk.arrive("Registrar documento externo")
    walk.press("Aceptar")
    original = wait_for_original(walk)
    walk.arrive(original.number)
    walk.page.locator("main").get_by_role("link", name="Comprobante", exact=True).click()
    walk.arrive("Comprobante")
    ticket = walk.page.request.get(f"{walk.page.url}?formato=ticket")
    assert ticket.status == 200
    qr = qr_of(ticket.body(), folder)
    walk.page.goto(f"{walk.address}/documentos/{original.uuid}/")
    walk.follow("Enviar")
    walk.arrive("Enviar")
    walk.press("Enviar")
    walk.arrive("ACCIÓN REQUERIDA COMPLETADA")
    return original.number, qr


def put(walk, role, somebody):
    walk.page.get_by_role("heading", name="Buscar De/Para").wait_for()
    panel = walk.page.get_by_role("dialog" if walk.scripts else "main")
    name = somebody.person.surnames if hasattr(somebody, "person") else somebody.surnames
    panel.get_by_label("Nombre, cédula, puesto, correo o institución").fill(name)
    panel.get_by_role("button", name="Buscar", exact=True).click()
    panel.locator(f'button[value="{role}:{party_key(somebody)}"]').click()
    expect(panel.get_by_text(f"consta en {role.capitalize()}.")).to_be_visible()


def wait_for_original(walk) -> Copy:
    expect(walk.page.get_by_text("Documento registrado con el número")).to_be_visible()
    return Copy.objects.get(role=CopyRole.ORIGINAL)


def qr_of(pdf: bytes, folder: Path) -> str:
    """What a phone reads on the first page of a PDF."""
    (folder / "hoja.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", "-singlefile", "-f", "1", "hoja.pdf", "hoja"], cwd=folder, check=True
    )
    codes = zxingcpp.read_barcodes(Image.open(folder / "hoja.png"))
    return next(code.text for code in codes if code.format.name == "QRCode")


def here(walk, address: str) -> str:
    """The same page on the server of this test."""
    parts = urlsplit(address)
    return (
        f"{walk.address}{parts.path}"
        + (f"?{parts.query}" if parts.query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )


def consult(walk, qr: str, state: str, *words: str):
    """Anybody with the comprobante; without scripts the code is typed."""
    walk.page.goto(here(walk, qr))
    walk.arrive("Consultar trámite")
    code = walk.page.get_by_label("Código de consulta")
    if not walk.scripts:
        code.fill(urlsplit(qr).fragment)
    expect(code).to_have_value(urlsplit(qr).fragment)
    walk.press("Consultar")
    expect(walk.page.get_by_text(state, exact=True)).to_be_visible()
    for word in words:
        expect(walk.page.get_by_text(word)).to_be_visible()


def answer(walk, bruno, number: str):
    """Bruno answers what came to him, without a certificate: his answer goes out on paper."""
    enter(walk, bruno)
    walk.page.get_by_role("link", name=SUBJECT).first.click()
    walk.arrive(number)
    walk.page.locator("main").get_by_role("link", name="Responder", exact=True).first.click()
    walk.arrive("Responder")
    walk.press("Responder")
    walk.arrive("Editar ")
    if walk.scripts:
        walk.page.locator(".qx-hoja").click()
        walk.page.keyboard.type(ANSWER)
    else:
        walk.page.locator("textarea[name=cuerpo]").fill(ANSWER)
    walk.press("Aceptar")
    walk.page.wait_for_url("**/documentos/*-*/")
    walk.page.locator("main").get_by_role("link", name="Firmar/Enviar", exact=True).first.click()
    walk.arrive("Firmar/Enviar")
    walk.press("Firmar/Enviar")
    walk.arrive("ACCIÓN REQUERIDA COMPLETADA")


def send_on_paper(walk, ana) -> Document:
    """Ana prints what waits in her área, and says that it left; gives the answer as it is now."""
    enter(walk, ana)
    waiting = walk.page.locator("main").get_by_role("checkbox", name="Seleccionar MINEJ")
    for _ in range(PATIENCE // 500):
        walk.page.goto(f"{walk.address}/bandejas/por-imprimir/")
        if waiting.count():
            break
        walk.page.wait_for_timeout(500)
    walk.arrive("Por Imprimir")
    waiting.first.check()
    walk.press("Enviar")
    walk.arrive("Enviar")
    walk.press("Enviar")
    walk.arrive("ACCIÓN REQUERIDA COMPLETADA")
    return Document.objects.exclude(answer_to=None).get()


def received(walk, gina, answer, folder: Path) -> bytes:
    """Gina finds the answer among what she received, and saves it."""
    walk.page.goto(f"{walk.address}/ingresar/")
    walk.fill("Cédula", gina.identity_number)
    walk.fill("Contraseña", PASSWORD)
    walk.press("Ingresar")
    walk.page.wait_for_url("**/bandejas/ciudadano/**")
    walk.page.goto(f"{walk.address}/bandejas/ciudadano/recibidos/")
    walk.arrive("Recibidos")
    walk.page.get_by_role("link", name=answer.number).first.click()
    walk.arrive(answer.subject)
    copy = answer.copies.get(party__person=gina)
    saved = walk.page.request.get(f"{walk.address}/ciudadano/documentos/{copy.uuid}/archivo/")
    assert saved.status == 200
    (folder / "respuesta.pdf").write_bytes(saved.body())
    assert answer.number in pypdf.PdfReader(folder / "respuesta.pdf").pages[0].extract_text()
    return saved.body()


def verify(walk, pdf: bytes, answer, folder: Path):
    """Whoever has the answer in hand reads its QR."""
    said = qr_of(pdf, folder)
    walk.page.goto(here(walk, said))
    walk.arrive("Verificar documento")
    expect(walk.page.get_by_text("Documento oficial registrado.")).to_be_visible()
    expect(walk.page.get_by_text(answer.number).first).to_be_visible()
