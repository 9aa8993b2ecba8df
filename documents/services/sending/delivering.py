"""Batches of copies that arrive, or that wait to be printed; each batch is one transaction (documents §10.2)."""

from django.db import transaction

from accounts.models import CitizenKind, CitizenState
from documents import history, numbering
from documents.models import Copy, Document, DocumentType, Participation
from documents.services.receivers import receiver_of
from documents.services.sending import telling
from documents.states import CopyRole, CopyState, DocumentKind, How
from quipux import clock
from quipux.errors import NotAllowedNow
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, Step, perform, perform_many

BATCH = 50  # copies in one transaction (documents §10.2)


@transaction.atomic
def deliver(original: Copy) -> Copy:
    """Deliver every copy at once and mark the original sent; needs the official PDF.

    Raises:
        NotAllowedNow: the document has no official PDF.
    """
    document = Document.objects.select_for_update().get(pk=original.document_id)
    if document.official_pdf_id is None:
        raise NotAllowedNow("El documento todavía no tiene su PDF. Use Envío Electrónico para intentarlo otra vez.")
    while deliver_batch(document) == BATCH:
        pass
    return close(document)


def deliver_batch(document: Document) -> int:
    """Deliver the next copies electronically, to citizens with electronic signature too; the others get paper.

    Call it inside a transaction that holds the lock of the sending.

    Returns:
        How many copies moved; 0 when none is left.
    """
    copies, now = _next(document), clock.now()
    if not copies:
        return 0
    if document.kind == DocumentKind.CITIZEN_LETTER:
        _wait_for_clerks(document, copies, now)
        return len(copies)
    received = _received_as(document, copies)
    moved = perform_many([_delivery(copy, now, received) for copy in copies], actor=SYSTEM)
    arrived = [_with_party(copy, before) for before, copy in zip(copies, moved, strict=True)
               if copy.state == CopyState.IN_PROCESS]  # fmt: skip
    inside = [copy for copy in arrived if copy.party.appointment_id]
    take_part(document, inside, now)
    telling.received(document, inside)
    telling.received_by_citizens(document, [copy for copy in arrived if not copy.party.appointment_id])
    return len(copies)


def put_batch_to_print(document: Document) -> int:
    """The next undelivered copies wait for the secretary; as `deliver_batch`."""
    copies = _next(document)
    perform_many([Step(Move(copy, "put_to_print")) for copy in copies], actor=SYSTEM)
    return len(copies)


def _next(document):
    waiting = document.copies.filter(state=CopyState.UNSENT_ELECTRONIC).order_by("pk")
    return list(waiting.select_related("institution", "party__person__citizen", "party__appointment__person",
                                       "party__appointment__area")[:BATCH])  # fmt: skip


def _wait_for_clerks(document, copies, now):
    """A citizen's letter: a clerk of each institution looks at it first, and it has a number there already."""
    institutions = {copy.institution for copy in copies}
    given = numbering.receiving_numbers(sorted(institutions, key=lambda one: one.pk), document)
    Copy.objects.filter(pk__in=[copy.pk for copy in copies]).update(own_reference=document.number)
    perform_many([
        Step(Move(copy, "wait_for_clerk", {"holder": copy.party.appointment, "number": given[copy.institution_id],
                                           "instant": now}),
             [Entry(history.DELIVER, target=receiver_of(copy.party))])
        for copy in copies
    ], actor=SYSTEM)  # fmt: skip
    telling.letter_received(document, given)


def _received_as(document, copies) -> dict[int, dict]:
    """What another institution calls the document it receives, by its key: its own number, our number as the
    reference, type Externo (documents §7.8). The number and the delivery are of one transaction."""
    abroad = {copy.institution for copy in copies
              if copy.party.appointment_id and copy.institution_id != document.institution_id}  # fmt: skip
    if not abroad:
        return {}
    external = DocumentType.objects.get(slug=numbering.RECEIVED)
    given = numbering.receiving_numbers(sorted(abroad, key=lambda institution: institution.pk), document)
    return {institution.pk: {"number": given[institution.pk], "own_reference": document.number, "shown_type": external}
            for institution in abroad}  # fmt: skip


def _delivery(copy, now, received):
    if copy.party.appointment_id is None:
        return _to_citizen(copy, now)
    values = {"holder": copy.party.appointment, "instant": now, "received": received.get(copy.institution_id)}
    return Step(Move(copy, "deliver", values), [Entry(history.DELIVER, target=receiver_of(copy.party))])


def _to_citizen(copy, now):
    person = copy.party.person
    profile = getattr(person, "citizen", None)
    if not (profile and profile.state == CitizenState.ACTIVE and profile.kind == CitizenKind.SIGNED):
        return Step(Move(copy, "put_to_print"))
    return Step(Move(copy, "deliver_to_citizen", {"citizen": person, "instant": now}),
                [Entry(history.DELIVER, target=receiver_of(copy.party))])  # fmt: skip


def _with_party(copy, before):
    """The moved copy with the names that were read with it."""
    copy.party = before.party
    return copy


def take_part(document: Document, copies: list[Copy], now) -> None:
    """Whom the copies reached took part in the document from now on."""
    sender = document.sender.appointment_id
    Participation.objects.bulk_create(
        Participation(appointment_id=copy.party.appointment_id, document=document, copy=copy, other_id=sender,
                      how=How.RECEIVED if copy.role == CopyRole.TO else How.COPIED,
                      document_date=document.document_date, at=now)
        for copy in copies
    )  # fmt: skip


def close(document: Document, *, electronically: bool = True) -> Copy:
    """No copy waits any more: the original is sent, and who waits for an answer reads that it came."""
    entries = [Entry(history.DELIVER)] if electronically else []
    original = document.copies.get(role=CopyRole.ORIGINAL)
    [original] = perform(Move(original, "dispatch"), actor=SYSTEM, subject=original, entries=entries)
    Document.objects.filter(pk=document.pk).update(sent_at=clock.now())
    if electronically:
        note_answer(document, history.SENT_ANSWER, actor=SYSTEM)
    return original


def note_answer(document: Document, action: str, *, actor, target=None) -> None:
    """The answered copy and its original tell that the answer was sent."""
    if document.answer_to_id is None:
        return
    answered = Copy.objects.filter(document=document.answer_to.document_id, role=CopyRole.ORIGINAL)
    for subject in {copy.pk: copy for copy in (document.answer_to, *answered)}.values():
        recorder.record(subject, action, actor=actor, target=target, comment=f"Respuesta: {document.number}",
                        details={"document": str(document.uuid)})  # fmt: skip
