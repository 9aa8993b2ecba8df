"""A signed file that is not accepted: one sentence, nothing delivered, the number kept (D-22, documents §9.2, §10.3)."""

from datetime import UTC, datetime, timedelta

import pytest

from documents.models import Signature
from documents.services import order_paper, retry_sending
from documents.services.sending import run_to_the_end
from documents.signing import sessions
from documents.signing.providers import DESKTOP
from documents.states import CopyRole, CopyState, SendingStep, SignatureState
from quipux import clock
from quipux.errors import DomainError
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.signatures.test_authority.authority import Authority
from tests.documents.signing import making
from tests.documents.signing.signer import sign

pytestmark = pytest.mark.django_db
AUTHORITY = "El certificado no fue emitido por una entidad de certificación reconocida en este sistema."
LATE = "El tiempo para firmar terminó. Presione Firmar otra vez; el número se conserva."
OTHER_FILE = "El archivo recibido no corresponde al documento entregado para la firma."


def untrusted(signing, ana):
    stranger = Authority.create("DESCONOCIDA", "desconocida.invalid")
    p12 = stranger.issue(identity=ana.user.identity_number, name=ana.user.full_name, password=making.PASSWORD)
    return sign(signing.given(), p12, making.PASSWORD)


def expired(signing, ana):
    return making.signed_by(ana, signing.given(), not_after=datetime(2026, 3, 4, 12, tzinfo=UTC))


def revoked(signing, ana):
    return making.signed_by(ana, signing.given(), revoked_at=datetime(2026, 2, 3, 12, tzinfo=UTC))


def of_another_person(signing, ana):
    return making.signed_by(ana, signing.given(), identity="1713175071")


def other_bytes(signing, ana):
    return making.signed_by(ana, making.factories.tiny_pdf("Otro documento"))


def changed_afterwards(signing, ana):
    return making.signed_by(ana, signing.given()) + b"\n% una linea de mas\n"


def without_signature(signing, ana):
    return signing.given()


CASES = [
    (untrusted, AUTHORITY),
    (expired, "El certificado caducó el 2026-03-04."),
    (revoked, "El certificado está revocado desde 2026-02-03."),
    (of_another_person,
     "El certificado pertenece a otra persona (17••••••71). El documento debe firmarlo Ana Torres."),
    (other_bytes, OTHER_FILE),
    (changed_afterwards, "El archivo fue modificado después de la firma."),
    (without_signature, "El archivo no contiene una firma electrónica."),
]  # fmt: skip


def refused(signing, content) -> str:
    with pytest.raises(DomainError) as refusal:
        DESKTOP.receive(signing.request(), content)
    return refusal.value.message


def assert_nothing_moved(signing, reason):
    """The original waits with its number and the reason; nobody received anything."""
    [original] = signing.originals
    document = original.document
    document.refresh_from_db()
    sending = document.sending
    assert (document.number, document.is_signed) == ("MINEJ-DNP-2026-0001-M", False)
    assert (sending.step, sending.failure) == (SendingStep.SIGNATURE, reason)
    states = set(document.copies.values_list("role", "state"))
    assert states == {(CopyRole.ORIGINAL, CopyState.UNSENT_ORIGINAL), (CopyRole.TO, CopyState.UNSENT_ELECTRONIC)}
    assert not Signature.objects.exists()


@pytest.mark.parametrize(("spoil", "sentence"), CASES, ids=[spoil.__name__ for spoil, _ in CASES])
def test_d_22_a_refused_signature_delivers_nothing_and_tells_one_reason(client, ana, opened, spoil, sentence):
    signing = opened()
    assert refused(signing, spoil(signing, ana)) == sentence
    assert_nothing_moved(signing, f"Firma no válida: {sentence}")
    assert signing.request().state == SignatureState.REJECTED
    newest = Entry.objects.of(signing.originals[0]).first()
    assert (newest.label, newest.comment) == ("Firma rechazada", sentence)
    assert Notice.objects.filter(user=ana.user, text="Firma rechazada: MINEJ-DNP-2026-0001-M").count() == 1
    assert f"Firma no válida: {sentence}" in client(ana).get("/bandejas/no-enviados/").content.decode()
    assert sentence in client(ana).get(signing.page()).content.decode()


def test_d_22_g_a_file_for_a_closed_session_is_refused(client, ana, opened):
    signing = opened()
    content = making.signed_by(ana, signing.given())
    sessions.close(signing.session)
    assert refused(signing, content) == LATE
    assert_nothing_moved(signing, sessions.CLOSED)


def test_a_file_that_comes_after_its_time_is_refused_even_before_the_sweep(ana, opened):
    signing = opened()
    content = making.signed_by(ana, signing.given())
    with clock.frozen_at(clock.now() + timedelta(minutes=31)):
        assert refused(signing, content) == LATE
        assert_nothing_moved(signing, "")
        assert sessions.expire_due() == 1
        assert_nothing_moved(signing, "Firma vencida: el tiempo terminó")
    assert signing.request().state == SignatureState.EXPIRED


def test_d_22_envio_electronico_tries_again_with_the_same_number(ana, bruno, opened):
    first = opened()
    refused(first, other_bytes(first, ana))
    [original] = first.originals
    sending = retry_sending(original, actor=ana.actor)
    run_to_the_end(sending.pk)
    again = making.open_session(ana, [original])
    assert again.given() == first.given()
    DESKTOP.receive(again.request(), making.signed_by(ana, again.given()))
    run_to_the_end(sending.pk)
    original.refresh_from_db()
    assert (original.number, original.state) == ("MINEJ-DNP-2026-0001-M", CopyState.SENT)
    [copy] = original.document.copies.exclude(role=CopyRole.ORIGINAL)
    assert (copy.holder_id, copy.state) == (bruno.appointment.pk, CopyState.IN_PROCESS)


def test_d_22_envio_manual_moves_only_what_was_not_delivered(ana, opened):
    signing = opened()
    content = making.signed_by(ana, signing.given())
    refused(signing, other_bytes(signing, ana))
    [original] = signing.originals
    sending = order_paper(original, actor=ana.actor)
    run_to_the_end(sending.pk)
    assert set(original.document.copies.values_list("role", "state")) == {
        (CopyRole.ORIGINAL, CopyState.SENT), (CopyRole.TO, CopyState.TO_PRINT)}  # fmt: skip
    assert refused(signing, content) == LATE


def test_a_file_that_comes_when_paper_was_ordered_is_refused(ana, opened):
    signing = opened()
    content = making.signed_by(ana, signing.given())
    order_paper(signing.originals[0], actor=ana.actor)
    assert signing.request().state == SignatureState.CANCELLED
    assert refused(signing, content) == LATE
    assert not Signature.objects.exists()
