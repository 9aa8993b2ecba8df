"""A posted PDF: its signatures told, its bytes forgotten (documents §15, accounts-portal A-48)."""

import functools
import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import RequestFactory

from documents.proof.forms import TOO_LARGE
from quipux import clock
from quipux.files.in_memory import MemoryOnly
from quipux.files.models import StoredFile
from tests import factories
from tests.backups.pages.reading import Page
from tests.signatures import attacks
from tests.signatures.material import AT, BRUNO, official, p12, signed

pytestmark = pytest.mark.django_db
PAGE = "/verificar/archivo/"


@pytest.fixture(autouse=True)
def _test_authority(settings):
    settings.QUIPUX_ACCEPT_TEST_CA = True


@functools.cache
def signed_today() -> bytes:
    return signed(official(), at=clock.now())


@pytest.fixture
def good() -> bytes:
    return signed_today()


def post(content, name="oficio.pdf", **environ):
    return Client(**environ).post(PAGE, {"archivo": SimpleUploadedFile(name, content, "application/pdf")})


def test_d_69_a_48_a_good_signature_is_told_with_who_authority_when_and_what_it_covers(good):
    page = Page(post(good))
    shown = page.pairs()
    assert "Firma válida." in page.text
    assert shown["Estado"] == "Firma válida"
    assert BRUNO[1] in page.text
    assert BRUNO[0] not in page.text
    assert shown["Entidad de certificación"]
    assert shown["Firmado el"].startswith(clock.now().date().isoformat())
    assert shown["Qué cubre"]
    assert "Certificado de prueba: sin validez legal" in page.text
    assert "No consta en Quipux." in page.text
    assert "El archivo se revisó en memoria y no se guardó." in page.text


def test_d_69_a_48_one_changed_byte_of_a_signed_file_says_that_it_was_altered(good):
    page = Page(post(attacks.one_byte_of_the_document_changed(good)))
    assert "Documento alterado." in page.text
    assert page.title.startswith("Documento alterado")


def test_a_48_a_certificate_that_expired_since_was_valid_when_it_signed():
    short = signed(official(), file=p12(not_after=AT + timedelta(days=10)))
    with clock.frozen_at(AT + timedelta(days=30)):
        assert "Firma válida a la fecha de firma." in Page(post(short)).text


def test_a_file_without_signature_says_so_and_is_recognised_if_it_is_official(ana, bruno):
    pdf = factories.tiny_pdf("Oficio sin firma")
    document = factories.make_document(ana, to=[bruno], pdf=pdf)
    page = Page(post(pdf))
    assert "Sin firma electrónica." in page.text
    assert "Documento oficial registrado." in page.text
    assert page.pairs()["Número"] == document.number


def test_what_is_no_pdf_is_answered_too():
    page = Page(post(b"esto no es un PDF", "nota.txt"))
    assert page.response.status_code == 200
    assert "Sin firma electrónica." in page.text or "Documento alterado." in page.text


def test_a_48_the_posted_bytes_are_in_no_store_and_on_no_disk(good, storage_folder):
    temporary = Path(tempfile.gettempdir())
    stored, before = StoredFile.objects.count(), set(temporary.glob("*upload*"))
    post(good)
    assert StoredFile.objects.count() == stored
    assert set(temporary.glob("*upload*")) == before
    digest = hashlib.sha256(good).hexdigest()
    assert not [path for path in storage_folder.rglob("*") if path.is_file() and digest in path.name]


def test_a_file_beyond_twenty_megabytes_is_refused_and_was_never_held_whole():
    answer = post(b"%PDF-1.7\n" + b"0" * (20 << 20))
    assert answer.status_code == 422
    assert Page(answer).errors() == [(TOO_LARGE, "#id_archivo")]


def test_the_files_of_one_request_share_the_limit_in_memory():
    request = RequestFactory().post(
        "/", {"uno": SimpleUploadedFile("a", b"0" * 700), "dos": SimpleUploadedFile("b", b"1" * 700)}
    )
    handler = MemoryOnly(request, limit=1000)
    request.upload_handlers = [handler]
    assert list(request.FILES) == ["uno"]
    assert (handler.too_large, request.FILES["uno"].read()) == (True, b"0" * 700)


def test_s_67_a_network_posts_twenty_files_an_hour():
    with clock.frozen_at(clock.now().replace(minute=10, second=0)):
        statuses = [post(b"x", REMOTE_ADDR="192.0.2.4").status_code for _ in range(21)]
        assert statuses == [200] * 20 + [429]


def test_nothing_chosen_is_explained_and_a_get_leads_to_the_page():
    answer = Client().post(PAGE, {})
    assert (answer.status_code, Page(answer).errors()[0][1]) == (422, "#id_archivo")
    assert Client().get(PAGE)["Location"] == "/verificar/"
    assert Client(enforce_csrf_checks=True).post(PAGE, {}).status_code == 403
