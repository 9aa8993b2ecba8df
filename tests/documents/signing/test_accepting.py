"""A signed file that is accepted: the facts kept, the copies delivered, repeats and late losses of right (documents §9)."""

import pytest
from django.db import InternalError, transaction

from documents.models import Document, Sending, Signature
from documents.services.sending import run_to_the_end
from documents.signing import sessions
from documents.signing.providers import DESKTOP
from documents.states import CopyState, Revocation, SignatureProvider, SignatureState
from institutions import services as institutions
from institutions.models import Grant
from quipux import clock
from quipux.errors import DomainError
from quipux.files import store
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.outbox.models import Mail
from tests import factories
from tests.documents.signing import making

pytestmark = pytest.mark.django_db


def deliver(original) -> None:
    run_to_the_end(Sending.objects.get(document=original.document_id).pk)


def labels(copy) -> set[str]:
    return {entry.label for entry in Entry.objects.of(copy)}


def test_d_15_the_first_number_of_a_memorando_signed_electronically(ana, bruno, ready, work):
    """The whole way: preview seen, number, PDF rendered, signed with a real certificate, delivered."""
    from documents.services import request_sending

    Grant.objects.create(appointment=ana.appointment, permission="sign_electronically")
    original = ready(ana, to=[bruno])
    work(request_sending(original, actor=ana.actor, electronically=True))
    signing = making.open_session(ana, [original])
    DESKTOP.receive(signing.request(), making.signed_by(ana, signing.given()))
    deliver(original)
    original.refresh_from_db()
    copy = factories.copy_of(original.document, bruno)
    assert (original.number, original.state) == ("MINEJ-DNP-2026-0001-M", CopyState.SENT)
    assert (copy.state, copy.holder_id, copy.is_read) == (CopyState.IN_PROCESS, bruno.appointment.pk, False)
    assert {"Firmar y enviar", "Registro", "Firma Digital", "Envío Electrónico"} <= labels(original)
    assert {"Registro", "Envío Electrónico"} <= labels(copy)
    assert Mail.objects.filter(to=bruno.appointment.notice_address).count() == 1


def test_the_facts_of_an_accepted_signature_are_kept_and_the_file_is_the_one_received(ana, opened):
    signing = opened()
    given, content = signing.given(), making.signed_by(ana, signing.given())
    DESKTOP.receive(signing.request(), content)
    signature = Signature.objects.get()
    assert (signature.signer_name, signature.identity_document) == ("Ana Torres", ana.user.identity_number)
    assert (signature.revocation, signature.is_test) == (Revocation.GOOD, True)
    assert signature.not_before < signature.signed_at < signature.not_after
    document = Document.objects.get(pk=signature.document_id)
    assert store.read(document.official_pdf) == content
    assert content.startswith(given)
    assert signing.request().state == SignatureState.VALID
    assert signing.request().provider == SignatureProvider.DESKTOP


def test_a_signature_is_never_changed_nor_deleted(ana, opened):
    signing = opened()
    DESKTOP.receive(signing.request(), making.signed_by(ana, signing.given()))
    for attempt in (lambda: Signature.objects.update(level="B-LTA"), lambda: Signature.objects.all().delete()):
        with pytest.raises(InternalError), transaction.atomic():
            attempt()


def test_the_same_file_sent_again_changes_nothing_and_another_one_is_refused(ana, opened):
    signing = opened()
    given = signing.given()
    content, other = making.signed_by(ana, given), making.signed_by(ana, given)
    first = DESKTOP.receive(signing.request(), content)
    entries = Entry.objects.count()
    assert DESKTOP.receive(signing.request(), content) == first
    assert Entry.objects.count() == entries
    with pytest.raises(DomainError, match="El tiempo para firmar terminó"):
        DESKTOP.receive(signing.request(), other)
    assert Signature.objects.count() == 1
    assert store.read(Document.objects.get(pk=first.document_id).official_pdf) == content


def lose_permission(ana):
    Grant.objects.filter(appointment=ana.appointment, permission="sign_electronically").delete()


def leave_post(ana):
    institutions.deactivate(ana.appointment, last_day=clock.today(), actor=SYSTEM)


@pytest.mark.parametrize(("lose", "reason"), [
    (lose_permission, "usted ya no tiene el permiso Firma Digital."),
    (leave_post, "usted ya no ejerce el puesto que consta en De."),
])  # fmt: skip
def test_a_right_lost_while_the_file_was_on_its_way_refuses_it(ana, opened, lose, reason):
    signing = opened()
    content = making.signed_by(ana, signing.given())
    lose(ana)
    with pytest.raises(DomainError) as refusal:
        DESKTOP.receive(signing.request(), content)
    assert refusal.value.message == f"Ya no puede firmar este documento: {reason}"
    assert not Signature.objects.exists()
    assert signing.request().state == SignatureState.REJECTED


def test_d_10_signing_the_three_documents_of_one_draft_gives_three_numbers(ana, bruno, area):
    people = [bruno, *(factories.make_servant(area) for _ in range(2))]
    originals = [factories.make_unsigned(ana, to=[person]) for person in people]
    signing = making.open_session(ana, originals)
    for place in range(3):
        DESKTOP.receive(signing.request(place), making.signed_by(ana, signing.given(place)))
    for original in originals:
        deliver(original)
    numbers = [f"MINEJ-DNP-2026-000{place}-M" for place in (1, 2, 3)]
    assert [factories.original_of(original.document).number for original in originals] == numbers
    assert [factories.copy_of(original.document, person).state for original, person in zip(originals, people, strict=True)
            ] == [CopyState.IN_PROCESS] * 3  # fmt: skip


def test_opening_a_session_cancels_what_another_still_asked(ana, opened):
    first = opened()
    content = making.signed_by(ana, first.given())
    second = making.open_session(ana, first.originals)
    assert (first.request().state, second.request().state) == (SignatureState.CANCELLED, SignatureState.OPEN)
    with pytest.raises(DomainError):
        DESKTOP.receive(first.request(), content)
    assert DESKTOP.receive(second.request(), content).state == SignatureState.VALID


def test_a_session_signs_fifty_documents_at_most(ana, bruno):
    original = factories.make_unsigned(ana, to=[bruno])
    with pytest.raises(DomainError, match="hasta 50 documentos"):
        sessions.open_session([original] * 51, actor=ana.actor)
