"""Firmar y Enviar: number, freeze, official PDF, one copy per recipient, delivery (documents §10).

Three steps, so that no counter is locked while a PDF is made and a failure leaves the document
in No Enviados with its number kept.
"""

from django.db import transaction

from documents import history, numbering
from documents.models import Attachment, Copy, Document, Participation
from documents.rendering import official_pdf
from documents.services.receivers import Receiver
from documents.services.writing import NewAttachment, attachment_row
from documents.states import CopyRole, CopyState, How, PartyRole
from quipux import clock
from quipux.errors import NotAllowedNow
from quipux.files import store
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

PRINTED = ("academic_title", "name", "title", "area_name", "institution_name", "city")  # frozen of a party


def sign_and_send(original: Copy, *, actor) -> Copy:
    """Send a draft by the electronic route of this installation.

    Returns:
        The original, in state Enviado, its copies delivered.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's draft.
        PdfError: the official PDF could not be made; the document waits in No Enviados.
    """
    original = number_and_freeze(original, actor=actor)
    render_official_pdf(original.document)
    return deliver(original)


@transaction.atomic
def number_and_freeze(original: Copy, *, actor) -> Copy:
    """Give the number, freeze what is printed and make one undelivered copy per recipient."""
    document = Document.objects.select_related("type", "area__institution", "institution").get(pk=original.document_id)
    now = clock.now()
    parties = _freeze_parties(document)
    Copy.objects.bulk_create(_recipient_copy(document, original, party, now)
                             for party in parties if party.role != PartyRole.FROM)  # fmt: skip
    _participate(document, original, parties, now)
    # As late as can be: from here on everybody else of this área and type waits for this transaction.
    number = numbering.issue(document, area=document.area, type=document.type, actor=actor, at=now)
    _freeze(document, parties, number, now)
    [original] = perform(Move(original, "number_and_freeze", {"number": number, "instant": now}), actor=actor,
                         subject=original, entries=[Entry(history.SIGN_AND_SEND)])  # fmt: skip
    Copy.objects.filter(document=document).exclude(pk=original.pk).update(number=number)
    return original


def _freeze_parties(document):
    parties = list(document.parties.select_related("appointment__person", "appointment__area",
                                                   "appointment__institution"))  # fmt: skip
    for party in parties:
        post = party.appointment
        party.academic_title, party.name = post.person.academic_title, post.person.full_name
        party.title, party.area_name = post.title, post.area.name
        party.institution_name, party.city = post.institution.name, post.area.city
        party.save(update_fields=PRINTED)  # dearer together: one UPDATE with a CASE per field and party

    return parties


def _recipient_copy(document, original, party, now):
    return Copy(document=document, role=party.role, party=party, institution=party.appointment.institution,
                holder_id=original.holder_id, state=CopyState.UNSENT_ELECTRONIC, category=original.category,
                classification=original.classification, confidentiality=original.confidentiality, arrived_at=now,
                sort_at=now)  # fmt: skip


def _freeze(document, parties, number, now):
    document.number, document.document_date, document.frozen_at = number, now, now
    document.verification_code = numbering.verification_code()
    document.from_label = _label(p for p in parties if p.role == PartyRole.FROM)
    document.to_label = _label(p for p in parties if p.role == PartyRole.TO)
    document.save()


def _label(parties):
    names = [party.name for party in parties]
    return names[0] if len(names) == 1 else f"{names[0]} y {len(names) - 1} más"


def _participate(document, original, parties, now):
    copies = {copy.party_id: copy for copy in document.copies.all()}
    [sender] = [p for p in parties if p.role == PartyRole.FROM]
    rows = [Participation(appointment=sender.appointment, document=document, copy=original, how=How.SENT,
                          document_date=now, at=now)]  # fmt: skip
    # What was done with the draft counts at the document's own date (backups §4.1).
    Participation.objects.filter(document=document).update(document_date=now)
    for party in parties:
        if party.role != PartyRole.FROM:
            how = How.RECEIVED if party.role == PartyRole.TO else How.COPIED
            rows.append(Participation(appointment=party.appointment, document=document, copy=copies[party.pk], how=how,
                                      document_date=now, at=now, other=sender.appointment))  # fmt: skip
    Participation.objects.bulk_create(rows)


def render_official_pdf(document: Document) -> None:
    """Make and keep the official PDF once; serving it never renders it again (documents §8).

    Raises:
        PdfError: it could not be made.
    """
    if not document.official_pdf_id:
        keep_official_pdf(document, official_pdf(document))


def keep_official_pdf(document: Document, content: bytes) -> None:
    """Keep a rendered official PDF; the first one kept stays."""
    stored = store.save(content, media_type="application/pdf")
    Document.objects.filter(pk=document.pk, official_pdf__isnull=True).update(official_pdf=stored)
    document.official_pdf = stored


@transaction.atomic
def deliver(original: Copy) -> Copy:
    """Deliver every copy and mark the original sent; needs the official PDF."""
    document = Document.objects.select_for_update().get(pk=original.document_id)
    if document.official_pdf_id is None:
        raise NotAllowedNow("El documento todavía no tiene su PDF. Use Envío Electrónico para intentarlo otra vez.")
    now = clock.now()
    recipients = document.copies.exclude(role=CopyRole.ORIGINAL)
    for copy in recipients.select_related("party__appointment__person", "party__appointment__area"):
        receiver = copy.party.appointment
        perform(Move(copy, "deliver", {"holder": receiver, "instant": now}), actor=SYSTEM, subject=copy,
                entries=[Entry(history.DELIVER, target=Receiver(receiver))])  # fmt: skip
    [original] = perform(Move(original, "dispatch"), actor=SYSTEM, subject=original, entries=[Entry(history.DELIVER)])
    if document.answer_to_id:
        recorder.record(document.answer_to, history.ANSWER, actor=SYSTEM, details={"document": str(document.uuid)},
                        comment=f"Respuesta: {document.number}")  # fmt: skip
    return original


@transaction.atomic
def attach_later(copy: Copy, new: NewAttachment, *, actor) -> Attachment:
    """Add an anexo to one copy after it was sent («Archivos adicionales anexos al documento»)."""
    attachment = attachment_row(copy.document, new, actor, clock.now(), copy=copy)
    attachment.save()
    return attachment
