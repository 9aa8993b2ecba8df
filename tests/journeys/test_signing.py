"""A chief signs as people do: with the signer program of the machine, and by hand with whatever program there is (D-15, D-23).

Real pieces: Chromium, the web server, a Celery worker, a signer program that speaks HTTP, certificates and PDFs.
"""

import json
import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from documents.models import Document, InstitutionSettings, Signature
from documents.states import CopyState
from institutions.models import Grant
from quipux.files import store
from tests import factories
from tests.documents.signing import making, signer
from tests.journeys.walking import PATIENCE, Walk, all_day_worker, enter, give_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SUBJECTS = ("Informe de actividades de octubre", "Pedido de carpetas para el archivo")


@pytest.fixture
def office(ana, bruno, live_server, settings):
    """Ana with two drafts of which she is De, where a test certificate counts."""
    settings.QUIPUX_ACCEPT_TEST_CA = True
    settings.QUIPUX_PUBLIC_URL = live_server.url
    settings.QUIPUX_SIGNATURE_PROVIDERS = ("desktop", "server_p12")
    InstitutionSettings.objects.create(institution=ana.actor.institution, allows_server_p12=True)
    for permission in ("create_outgoing", "sign_electronically"):
        Grant.objects.create(appointment=ana.appointment, permission=permission)
    for subject in SUBJECTS:
        factories.make_draft(ana, to=[bruno], subject=subject)
    for person in (ana, bruno):
        give_password(person)
    return ana


@pytest.fixture
def worker(office, tmp_path):
    with all_day_worker(tmp_path / "trabajadores") as workers:
        yield workers


@pytest.mark.parametrize(("sign", "scripts", "size"), [
    ("with_program", True, WIDE), pytest.param("by_hand", True, NARROW, marks=pytest.mark.long), ("by_hand", False, NARROW),
], ids=["program, wide", "by hand, narrow", "by hand, no scripts, narrow"])  # fmt: skip
def test_two_documents_are_signed_and_arrive(
    browser, live_server, office, bruno, worker, tmp_path, sign, scripts, size
):
    context = browser.new_context(java_script_enabled=scripts, viewport=size, locale="es-EC", accept_downloads=True)
    try:
        walk = Walk(context.new_page(), live_server.url, scripts=scripts)
        enter(walk, office)
        ask_to_sign(walk)
        WAYS[sign](walk, office, tmp_path)
        wait_until_all_is_signed(walk)
        check_documents(worker, bruno)
    finally:
        context.close()


def ask_to_sign(walk):
    walk.page.goto(f"{walk.address}/bandejas/en-elaboracion/")
    walk.arrive("En Elaboración")
    for box in walk.page.get_by_role("checkbox", name="Seleccionar MINEJ").all():
        box.check()
    walk.press("Firmar/Enviar")
    walk.arrive("Firmar/Enviar")
    assert walk.page.get_by_label("¿Firmar electrónicamente?").is_checked()
    walk.press("Firmar/Enviar")
    walk.arrive("Firmar documentos")


def ask_again(walk, there):
    """The page once more until ``there`` is on it, as a person presses «Actualizar»."""
    for _ in range(PATIENCE // 500):
        if there.count():
            return
        walk.page.wait_for_timeout(500)
        walk.page.goto(walk.page.url)
    raise AssertionError("the page did not get there in time")


def with_program(walk, ana, folder):
    """The link opens the program with everything it needs; the key stays with the program."""
    link = walk.page.get_by_role("link", name="Abrir el programa de firma")
    ask_again(walk, link)
    ask_again(walk, walk.page.get_by_text("Firmados 0 de 2."))
    walk.arrive("Firmar documentos")
    look_at_the_other_way(walk)
    key = folder / "ana.p12"
    key.write_bytes(making.certificate(ana))
    program = [sys.executable, "-m", "tests.documents.signing.signer", link.get_attribute("href"), str(key),
               making.PASSWORD.decode()]  # fmt: skip
    done = subprocess.run(program, cwd=django_settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert [said["estado"] for said in json.loads(done.stdout)] == ["firmado", "firmado"]


def look_at_the_other_way(walk):
    walk.follow("Firmar con un archivo .p12 en el servidor")
    walk.arrive("Firmar con un archivo .p12 en el servidor")
    walk.follow("Firmar con el programa de mi equipo")
    walk.arrive("Firmar documentos")


def by_hand(walk, ana, folder):
    """Download, sign with any program, upload; one document after the other."""
    ask_again(walk, walk.page.get_by_text("Firmados 0 de 2."))
    key = making.certificate(ana)
    for place in range(2):
        with walk.page.expect_download() as waiting:
            walk.page.get_by_role("link", name="Descargar PDF").first.click()
        file = folder / f"firmado{place}.pdf"
        waiting.value.save_as(file)
        file.write_bytes(signer.sign(file.read_bytes(), key, making.PASSWORD))
        walk.page.get_by_role("link", name="Subir PDF firmado").first.click()
        walk.arrive("Subir PDF firmado")
        walk.page.locator("input[type=file]").set_input_files(file)
        walk.press("Subir PDF firmado")
        walk.arrive("Firmar documentos")
        walk.page.get_by_text("Firma recibida. El documento se está entregando.").wait_for()


WAYS = {"with_program": with_program, "by_hand": by_hand}


def wait_until_all_is_signed(walk):
    ask_again(walk, walk.page.get_by_text("Los 2 documentos están firmados."))
    walk.arrive("Firmar documentos")


def check_documents(worker, bruno):
    """Both arrived, each with the very bytes that were signed."""
    held = bruno.appointment.held_copies.filter(state=CopyState.IN_PROCESS)
    worker.wait_until(lambda: held.count() == 2, "both were delivered")
    assert Signature.objects.count() == 2
    for document in Document.objects.select_related("official_pdf", "signature"):
        assert document.official_pdf_id == document.signature.file_id
        assert b"ETSI.CAdES.detached" in store.read(document.official_pdf)
