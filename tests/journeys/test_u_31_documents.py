"""J1, J2 and J3 of ui §12 in the four ways: answering, finding and printing, reassigning many (U-31)."""

from datetime import timedelta

import pypdf
import pytest
from playwright.sync_api import expect

from documents.models import Copy, Document, InstitutionSettings
from documents.search import indexing
from documents.states import CopyState
from institutions.models import Grant
from quipux import clock
from tests import factories
from tests.documents.signing import making
from tests.journeys.walking import all_day_worker, enter, give_password

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
ANSWER = "Adjunto el informe y su respaldo."


def let(person, *permissions):
    for permission in permissions:
        Grant.objects.create(appointment=person.appointment, permission=permission)


@pytest.fixture
def worker(live_server, tmp_path):
    """A real one, which makes the PDF and delivers."""
    with all_day_worker(tmp_path / "trabajadores") as workers:
        yield workers


@pytest.fixture
def signer(ana, bruno, live_server, settings, worker):
    """Ana, who signs with a test certificate and has two overdue documents."""
    settings.QUIPUX_ACCEPT_TEST_CA = True
    settings.QUIPUX_PUBLIC_URL = live_server.url
    settings.QUIPUX_SIGNATURE_PROVIDERS = ("desktop", "server_p12")
    InstitutionSettings.objects.create(institution=ana.actor.institution, allows_server_p12=True)
    factories.document_type("memorando")
    let(ana, "create_outgoing", "sign_electronically")
    for days in (5, 30):
        copy = factories.copy_of(factories.make_document(bruno, to=[ana], subject=f"Pedido de hace {days} días"), ana)
        copy = factories.reassign(copy, bruno)
        factories.reassign(copy, ana, deadline=clock.today() - timedelta(days=days))
    give_password(ana)
    return ana


def test_u_31_j1_the_oldest_overdue_document_is_answered_with_two_files_signed_and_sent(
    hands, signer, bruno, worker, tmp_path
):
    enter(hands, signer)
    oldest = Copy.objects.filter(holder=signer.appointment).order_by("deadline").first()
    hands.use(hands.page.get_by_role("region", name="Vencidos").get_by_role("link").first)
    hands.arrive(oldest.number)
    hands.follow("Responder", hands.page.locator("main"))
    hands.arrive("Responder")
    hands.press("Responder")
    hands.arrive("Editar ")
    hands.write(hands.page.locator(".qx-hoja" if hands.scripts else "textarea[name=cuerpo]"), ANSWER)
    attach(hands, tmp_path)
    hands.press("Aceptar")
    hands.page.wait_for_url("**/documentos/*-*/")
    hands.arrive("-TEMP")
    sign(hands, signer, tmp_path)
    assert hands.pages <= 14
    answer = Document.objects.get(antecedent=oldest.document)
    assert answer.attachments.filter(removed_at=None).count() == 2
    assert ANSWER in answer.body
    reached = answer.copies.filter(holder=bruno.appointment, state=CopyState.IN_PROCESS)
    worker.wait_until(lambda: reached.count() == 1, "the answer was delivered")


def attach(hands, folder):
    files = []
    for name in ("informe.pdf", "respaldo.pdf"):
        (folder / name).write_bytes(factories.tiny_pdf(name))
        files.append(folder / name)
    hands.use(hands.page.get_by_role("button", name="Anexos"))
    hands.arrive("Editar ")
    hands.bring(hands.page.locator("input[name=archivos]"), *files)
    if not hands.scripts:
        hands.press("Adjuntar")
    expect(hands.page.get_by_role("button", name="Borrar respaldo.pdf")).to_be_visible()


def sign(hands, ana, folder):
    hands.follow("Firmar/Enviar", hands.page.locator("main"))
    hands.arrive("Firmar/Enviar")
    hands.press("Firmar/Enviar")
    hands.arrive("Firmar documentos")
    with_key = hands.page.get_by_role("link", name="Firmar con un archivo .p12 en el servidor")
    hands.ask_again(with_key)
    hands.use(with_key)
    hands.arrive("Firmar con un archivo .p12 en el servidor")
    key = folder / "ana.p12"
    key.write_bytes(making.certificate(ana))
    hands.bring(hands.page.locator("input[type=file]"), key)
    hands.fill("Contraseña del certificado", making.PASSWORD.decode())
    hands.press("Firmar")
    hands.arrive("Firmar documentos")
    hands.ask_again(hands.page.get_by_text("El documento está firmado."))


def test_u_31_j2_a_document_is_found_by_its_number_and_printed_with_its_recorrido(hands, ana, bruno, tmp_path):
    wanted = factories.make_document(bruno, to=[ana], subject="Cronograma de vacaciones")
    factories.make_documents(5, bruno, to=[ana])
    indexing.reindex_due()
    give_password(ana)
    enter(hands, ana)
    hands.begin()
    hands.write(hands.page.get_by_role("searchbox"), wanted.number)
    hands.press("Buscar", hands.page.get_by_role("search"))
    hands.arrive(f"Búsqueda de «{wanted.number}»")
    hands.follow("Cronograma de vacaciones")
    hands.arrive(wanted.number)
    paper = hands.save(hands.page.get_by_role("link", name=f"Ver {wanted.number}.pdf"), tmp_path)
    hands.follow("Recorrido")
    hands.page.wait_for_url("**/recorrido/**")
    hands.arrive(wanted.number)
    sheet = hands.save(hands.page.get_by_role("link", name="Imprimir Hoja de Ruta con comentarios"), tmp_path)
    assert hands.pages <= 4
    assert paper.read_bytes() == factories.TINY_PDF
    printed = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(sheet).pages).split())
    assert wanted.number in printed
    assert "Envío Electrónico" in printed


def test_u_31_j3_twenty_five_documents_are_reassigned_at_once_and_one_comes_back(hands, ana, bruno, elsa):
    factories.make_documents(25, elsa, to=[bruno])
    let(bruno, "act_on_reassigned")
    give_password(bruno)
    enter(hands, bruno)
    hands.begin()
    hands.arrive("Recibidos")
    hands.tick(hands.page.get_by_label("Seleccionar los 25 de esta búsqueda"))
    hands.press("Reasignar")
    hands.arrive("Reasignar")
    hands.choose("Reasignar a", "Ana Torres – Especialista, Dirección Nacional de Provisión")
    hands.fill("Comentario", "Para su trámite.")
    hands.press("Reasignar")
    hands.arrive("ACCIÓN REQUERIDA COMPLETADA")
    expect(hands.page.get_by_role("heading", name="Realizados: 25")).to_be_visible()
    assert Copy.objects.received_tray(ana.appointment).count() == 25
    hands.from_menu("Reasignados")
    hands.arrive("Reasignados")
    hands.tick(hands.page.get_by_role("checkbox", name="Seleccionar MINEJ").first)
    hands.press("Recuperar")
    hands.arrive("Recuperar")
    hands.press("Recuperar")
    hands.arrive("ACCIÓN REQUERIDA COMPLETADA")
    assert hands.pages <= 6
    assert Copy.objects.received_tray(ana.appointment).count() == 24
    assert Copy.objects.received_tray(bruno.appointment).count() == 1
