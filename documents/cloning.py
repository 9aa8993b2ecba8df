"""Many sent documents for lists and scale: one is walked through the services, the others are its copies by sets.

Nobody numbers or delivers them one by one, so no page may use this. A test holds the copies
equal to walked ones, their Recorrido's chains included.
"""

import copy
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models.base import ModelState

from documents import numbering
from documents.models import Attachment, Copy, Document, DocumentType, Participation, Party
from quipux.history.models import Entry
from quipux.history.recorder import digest


@transaction.atomic
def clone_documents(model: Document, wanted: Iterable[tuple[datetime, str]]) -> list[Document]:
    """Documents like ``model``, each with its own instant, asunto and number."""
    model = Document.objects.select_related("area__institution", "type").get(pk=model.pk)
    wanted = list(wanted)
    numbers = numbering.take_each(model.area, model.type, [at for at, _ in wanted])
    documents = Document.objects.bulk_create(
        _document(model, at, subject, number.text) for (at, subject), number in zip(wanted, numbers, strict=True)
    )
    [given] = model.numbers.filter(text=model.number)
    numbering.keep(zip(documents, numbers, strict=True), by=given.issued_by)
    received = _received_numbers(model, documents)
    attachments = list(model.attachments.filter(copy=None))
    Attachment.objects.bulk_create(
        _clone(row, document=d, added_at=d.document_date) for d in documents for row in attachments
    )
    parties = _clone_each(Party, model.parties.all(), documents, lambda row, d: {})
    copies = _clone_each(Copy, model.copies.all(), documents, lambda row, d: {
        "number": received.get((row.institution_id, d.pk), d.number),
        "own_reference": d.number if row.own_reference else "", "arrived_at": d.document_date, "sort_at": d.document_date,
        "party": parties.get((row.party_id, d.pk))})  # fmt: skip
    _clone_each(Participation, Participation.objects.filter(document=model), documents, lambda row, d: {
        "copy": copies[row.copy_id, d.pk], "document_date": d.document_date, "at": d.document_date})  # fmt: skip
    _clone_entries(model, documents, copies)
    return documents


def _received_numbers(model, documents) -> dict[tuple, str]:
    """What other institutions call each document, by institution and document: numbers of their own series."""
    found, type = {}, DocumentType.objects.filter(slug=numbering.RECEIVED).first()
    for given in model.numbers.exclude(text=model.number).select_related("institution"):
        area = numbering.reception_area(given.institution)
        numbers = numbering.take_each(area, type, [d.document_date for d in documents])
        numbering.keep(zip(documents, numbers, strict=True), by=given.issued_by)
        found |= {(given.institution_id, d.pk): number.text for d, number in zip(documents, numbers, strict=True)}
    return found


def _document(model, at, subject, number):
    return _clone(model, number=number, subject=subject, registered_at=at, document_date=at, frozen_at=at,
                  temporary_number=numbering.next_temporary(model.area, at.year),
                  verification_code=numbering.verification_code())  # fmt: skip


def _clone_each(kind, rows, documents, changes) -> dict:
    """Clone ``rows`` for each document; what came of a row is found by ``(row, document)``."""
    made = {(row.pk, d.pk): _clone(row, document=d, **changes(row, d)) for row in rows for d in documents}
    kind.objects.bulk_create(made.values())
    return made


def _clone_entries(model, documents, copies):
    walked = {row.uuid: row.pk for row in model.copies.all()}
    entries = list(Entry.objects.filter(subject_kind="copy", subject_id__in=walked).order_by("subject_id", "sequence"))
    made = []
    for document in documents:
        previous = {}
        for entry in entries:
            subject = copies[walked[entry.subject_id], document.pk].uuid
            comment = entry.comment.replace(model.temporary_number, document.temporary_number)
            clone = _clone(entry, subject_id=subject, at=document.document_date, comment=comment,
                           previous_hash=previous.get(subject, ""))  # fmt: skip
            clone.hash = previous[subject] = digest(clone)
            made.append(clone)
    Entry.objects.bulk_create(made)


def _clone(row, **values):
    clone = copy.copy(row)
    clone._state = ModelState()
    clone.pk = None
    if hasattr(clone, "uuid"):
        clone.uuid = uuid.uuid4()
    for name, value in values.items():
        setattr(clone, name, value)
    return clone
