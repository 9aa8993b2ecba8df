"""What is not known of a certificate when it signs, and what comes to light later (D-25, D-26, documents §9.2)."""

import socket
from datetime import timedelta

import pytest

from documents.models import Document, Sending, Signature, SignatureCheck
from documents.search import indexing
from documents.services.sending import run_to_the_end
from documents.signing import rechecking
from documents.signing.providers import DESKTOP
from documents.states import CopyState, Revocation, SignatureState
from quipux import clock
from quipux.errors import DomainError
from quipux.files import store
from quipux.history.models import Entry
from quipux.notices.models import Notice
from tests import factories
from tests.cast import servant
from tests.documents.signing import making
from tests.documents.signing.authority_server import answering

pytestmark = pytest.mark.django_db
TEST_NOTICE = "Certificado de prueba: sin validez legal"


@pytest.fixture
def port(settings) -> int:
    """Where the authority of these certificates answers, once somebody switches it on."""
    settings.QUIPUX_SIGNATURE_INTERNAL_HOSTS = ("127.0.0.1",)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def receive(signing, person, port, **fields):
    content = making.signed_by(person, signing.given(), host=f"127.0.0.1:{port}", **fields)
    DESKTOP.receive(signing.request(), content)
    [original] = signing.originals
    run_to_the_end(Sending.objects.get(document=original.document_id).pk)
    return content


def page_of(client, person, original) -> str:
    return client(person).get(f"/documentos/{original.uuid}/").content.decode()


def test_d_25_with_ocsp_and_list_down_soft_delivers_and_says_so(client, ana, bruno, opened, port):
    signing = opened()
    receive(signing, ana, port)
    assert Signature.objects.get().revocation == Revocation.UNKNOWN
    assert factories.copy_of(signing.originals[0].document, bruno).state == CopyState.IN_PROCESS
    assert "Revocación no comprobada" in page_of(client, ana, signing.originals[0])


def test_d_25_with_ocsp_and_list_down_hard_refuses(ana, opened, port, settings):
    settings.QUIPUX_SIGNATURE_REVOCATION = "hard"
    signing = opened()
    with pytest.raises(DomainError, match="No se pudo comprobar que el certificado no esté revocado"):
        receive(signing, ana, port)
    assert signing.request().state == SignatureState.REJECTED
    assert not Signature.objects.exists()


def test_d_25_a_revocation_from_before_the_signing_marks_it_without_changing_a_byte(client, ana, bruno, opened, port):
    signing = opened()
    since = clock.now() - timedelta(days=3)
    content = receive(signing, ana, port, revoked_at=since)
    [original] = signing.originals
    with answering(port):
        assert rechecking.recheck_unknown() == 1
    document = Document.objects.get(pk=original.document_id)
    assert store.read(document.official_pdf) == content
    assert Signature.objects.get().revocation == Revocation.UNKNOWN  # the fact of that day stays
    assert SignatureCheck.objects.get().revocation == Revocation.REVOKED
    day = clock.local(since).date().isoformat()
    for person, copy in ((ana, original), (bruno, factories.copy_of(document, bruno))):
        page = page_of(client, person, copy)
        assert "Firma revocada" in page
        assert f"Revocado desde {day}" in page
        assert Notice.objects.filter(user=person.user, text__startswith="Firma revocada: ").count() == 1
        assert Entry.objects.of(copy).first().label == "Firma revocada"
    assert factories.copy_of(document, bruno).state == CopyState.IN_PROCESS
    with answering(port):
        assert rechecking.recheck_unknown() == 0


def test_d_25_a_revocation_from_after_the_signing_leaves_it_valid_at_its_date(client, ana, opened, port):
    signing = opened()
    receive(signing, ana, port, revoked_at=clock.now() + timedelta(days=2))
    with clock.frozen_at(clock.now() + timedelta(days=3)):
        with answering(port):
            assert rechecking.recheck_unknown() == 1
        page = page_of(client, ana, signing.originals[0])
    assert "Firma válida a la fecha de firma" in page
    assert "Firma revocada" not in page
    assert not Notice.objects.filter(text__startswith="Firma revocada").exists()


def test_d_25_what_nobody_answers_is_asked_again_for_a_week(ana, opened, port):
    signing = opened()
    receive(signing, ana, port)
    begun = clock.now()
    for days, expected in ((1, 0), (6, 1)):
        with clock.frozen_at(begun + timedelta(days=days)):
            if expected:
                with answering(port):
                    assert rechecking.recheck_unknown() == expected
            else:
                assert rechecking.recheck_unknown() == expected
    assert SignatureCheck.objects.get().revocation == Revocation.GOOD


def test_d_25_after_a_week_nobody_is_asked(ana, opened, port):
    signing = opened()
    receive(signing, ana, port)
    with clock.frozen_at(clock.now() + timedelta(days=8)), answering(port):
        assert rechecking.recheck_unknown() == 0


def test_d_26_a_test_certificate_is_refused_where_it_does_not_count(ana, opened, settings):
    settings.QUIPUX_ACCEPT_TEST_CA = False
    signing = opened()
    with pytest.raises(DomainError, match="no fue emitido por una entidad de certificación reconocida"):
        DESKTOP.receive(signing.request(), making.signed_by(ana, signing.given()))
    assert not Signature.objects.exists()


def test_d_26_where_it_counts_every_page_says_what_it_is(client, ana, bruno):
    original = making.make_signed(ana, to=[bruno])
    indexing.reindex_due()
    session = original.document.signature_requests.get().session
    pages = [
        (ana, "/bandejas/enviados/"), (bruno, "/bandejas/recibidos/"), (ana, f"/documentos/{original.uuid}/"),
        (ana, f"/documentos/{original.uuid}/firma/"), (ana, f"/firma/{session.uuid}/"),
        (bruno, f"/documentos/{factories.copy_of(original.document, bruno).uuid}/"),
        (ana, f"/buscar/?q={original.number}"), (ana, "/buscar/avanzada/?firmado=si"),
    ]  # fmt: skip
    silent = [address for person, address in pages
              if TEST_NOTICE not in client(person).get(address, follow=True).content.decode()]  # fmt: skip
    assert silent == []


def test_d_26_in_a_training_tenant_the_test_authority_counts_without_being_accepted(settings, db):
    settings.QUIPUX_ACCEPT_TEST_CA = False
    tenant = factories.make_institution("Institución de práctica", training=True)
    area = factories.make_area(tenant)
    author, receiver = (servant(factories.make_servant(area, name)) for name in ("Inés Paz", "Raúl Mora"))
    original = making.make_signed(author, to=[receiver])
    assert (original.state, Signature.objects.get().is_test) == (CopyState.SENT, True)
