"""Regenerar PDF: same number, De becomes who holds the document now (documents §4.2, §17)."""

import pytest
from django.db import InternalError, transaction

from documents import services
from documents.models import Copy, Document, Participation, Party
from documents.services.sending import run_to_the_end
from documents.signing.providers import DESKTOP
from documents.states import CopyState, How, PartyRole, SignatureState
from institutions.models import Grant
from quipux import clock
from quipux.errors import DomainError, Forbidden, NotAllowedNow
from quipux.files import store
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.workflow import Move, perform
from tests import factories
from tests.documents.signing import making
from tests.pdf.samples import text_of

pytestmark = pytest.mark.django_db


def hand_over(original, person) -> Copy:
    """As when who signed it leaves: the document goes to somebody else of the área."""
    move = Move(original, "admin_reassign", {"holder": person.appointment, "instant": clock.now()})
    [moved] = perform(move, actor=SYSTEM, subject=original, entries=[])
    return Copy.objects.select_related("document").get(pk=moved.pk)


def test_the_new_holder_signs_with_the_same_number_after_printing_it_again(ana, bruno, elsa, opened):
    Grant.objects.create(appointment=bruno.appointment, permission="sign_electronically")
    original = factories.make_unsigned(ana, to=[elsa])
    signing = making.open_session(ana, [original])
    number = original.number
    original = hand_over(original, bruno)
    sending = services.rerender(original, actor=bruno.actor, comment="Ana salió")
    assert signing.request().state == SignatureState.CANCELLED
    run_to_the_end(sending.pk)
    sender = Party.objects.get(document=original.document_id, role=PartyRole.FROM)
    assert (sender.appointment_id, sender.name, sender.title) == (bruno.appointment.pk, "Bruno Salas", "Director")
    document = Document.objects.get(pk=original.document_id)
    assert (document.number, document.from_label) == (number, "Bruno Salas")
    assert "DIRECTOR" in text_of(store.read(document.official_pdf))
    assert Participation.objects.get(document=document, how=How.SENT).appointment_id == bruno.appointment.pk
    assert Entry.objects.of(original).first().label == "Regenerar PDF"
    again = making.open_session(bruno, [original])
    DESKTOP.receive(again.request(), making.signed_by(bruno, again.given()))
    run_to_the_end(sending.pk)
    assert factories.original_of(document).state == CopyState.SENT


def test_without_printing_it_again_the_new_holder_may_not_sign(ana, bruno, elsa):
    Grant.objects.create(appointment=bruno.appointment, permission="sign_electronically")
    original = hand_over(factories.make_unsigned(ana, to=[elsa]), bruno)
    signing = making.open_session(bruno, [original])
    with pytest.raises(DomainError, match="Ya no puede firmar este documento"):
        DESKTOP.receive(signing.request(), making.signed_by(bruno, signing.given()))


def test_only_the_holder_and_only_before_the_signature(ana, bruno, opened):
    signing = opened()
    [original] = signing.originals
    with pytest.raises(Forbidden):
        services.rerender(original, actor=bruno.actor)
    DESKTOP.receive(signing.request(), making.signed_by(ana, signing.given()))
    with pytest.raises(NotAllowedNow):
        services.rerender(original, actor=ana.actor)


def test_an_addressee_does_not_become_the_sender(ana, bruno):
    original = hand_over(factories.make_unsigned(ana, to=[bruno]), bruno)
    with pytest.raises(DomainError, match="Usted consta como destinatario"):
        services.rerender(original, actor=bruno.actor)


def test_the_database_lets_de_change_only_until_the_signature(ana, opened):
    signing = opened()
    sender = Party.objects.filter(document=signing.originals[0].document_id, role=PartyRole.FROM)
    assert sender.update(title="Otro puesto") == 1
    with pytest.raises(InternalError), transaction.atomic():
        Party.objects.filter(document=signing.originals[0].document_id, role=PartyRole.TO).update(name="Otra persona")
    DESKTOP.receive(signing.request(), making.signed_by(ana, signing.given()))
    document = Document.objects.filter(pk=signing.originals[0].document_id)
    for attempt in (lambda: sender.update(title="Tercer puesto"), lambda: document.update(from_label="Otra")):
        with pytest.raises(InternalError), transaction.atomic():
            attempt()
