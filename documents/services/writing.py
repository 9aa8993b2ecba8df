"""Writing a draft and changing it: Registro and Modificación (documents §4.2, §6)."""

from dataclasses import dataclass

from django.db import transaction

from documents import history, images
from documents.composing.rules import require_maker
from documents.corrections import services as corrections
from documents.models import Attachment, Copy, Document, Participation, Party
from documents.numbering import next_temporary
from documents.services import changes, incoming
from documents.services.draft_rows import (
    Draft,
    NewAttachment,
    attachment_row,
    check_draft,
    columns_of,
    copy_columns_of,
    keep_body,
    keep_options,
    parties_of,
)
from documents.states import CopyRole, CopyState, How
from documents.text import clean_html
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

__all__ = ["Draft", "NewAttachment", "Stale", "attachment_row", "create", "modify", "write"]


class Stale(Conflict):
    """Somebody saved a newer version of the draft; both texts must be shown (documents §6.2)."""

    def __init__(self):
        super().__init__("Otra pestaña o persona guardó una versión más nueva")


def create(draft: Draft, *, actor) -> Copy:
    """Registro: keep a new draft of the actor, who is its author and its holder (documents §6).

    Returns:
        The original copy, in state En Edición.

    Raises:
        Forbidden: the actor may not create documents, or not of this type; no number is used.
        Invalid: no addressee, no asunto, somebody named twice, or a text too large.
    """
    require_maker(actor, draft.type)
    return write(draft, actor=actor)


@transaction.atomic
def write(draft: Draft, *, actor, whole: bool = True) -> Copy:
    """Keep a draft without asking for the right to write it; pages use ``create``.

    Args:
        whole: whether Para must have somebody; what «Copiar» begins has nobody yet.

    Raises:
        Invalid: as ``create``.
    """
    now, author = clock.now(), actor.appointment
    draft = draft.by(author)
    body = images.only_own(clean_html(draft.body), actor)
    check_draft(draft, body, author, whole=whole)
    document = Document.objects.create(
        type=draft.type, institution=author.institution, area=draft.sender.area, author=author, registered_at=now,
        body=body, answer_to=draft.answer_to, reference=draft.reference,
        temporary_number=next_temporary(author.area, now.year), revision=1, **columns_of(draft),
    )  # fmt: skip
    parties = Party.objects.bulk_create(parties_of(document, draft))
    corrections.ask(document, parties, confidentiality=draft.confidentiality, actor=actor)
    original = Copy.objects.create(
        document=document, role=CopyRole.ORIGINAL, institution=author.institution, holder=author, arrived_at=now,
        sort_at=now, is_read=True, **copy_columns_of(draft),
    )  # fmt: skip
    keep_body(document, actor, now)
    keep_options(document, draft.options)
    Attachment.objects.bulk_create(attachment_row(document, new, actor, now) for new in draft.attachments)
    Participation.objects.create(appointment=author, document=document, copy=original, how=How.REGISTERED,
                                 document_date=now, at=now)  # fmt: skip
    recorder.record(original, history.REGISTER, actor=actor,
                    comment=f"Documento Temporal No. {document.temporary_number}")  # fmt: skip
    return original


@dataclass(frozen=True)
class Saved:
    """What a saving did: the original as it is now, and whether anything changed."""

    original: Copy
    changed: bool


@transaction.atomic
def modify(original: Copy, draft: Draft, *, actor, base: int) -> Saved:
    """Modificación: keep what the holder changed in a draft; nothing changed leaves no trace.

    Args:
        base: the document's revision that the person began from.

    Raises:
        Forbidden, NotAllowedNow: the draft is not the actor's, or was sent; the type is not for him.
        Stale: somebody saved a newer revision meanwhile.
        Invalid: as ``create``.
    """
    original, document = _locked(original, actor)
    if document.revision != base:
        raise Stale
    if draft.type.kind != document.kind:
        raise Invalid("Lo que llegó de fuera sigue siendo Externo.", tipo="Lo que llegó de fuera sigue siendo Externo.")
    if draft.type.pk != document.type_id:
        require_maker(actor, draft.type)
    draft = draft.by(document.author)
    body = images.only_own(clean_html(draft.body), actor, document)
    if draft.is_incoming:
        incoming.check(draft, document.institution, document=document)
    else:
        check_draft(draft, body, original.holder, whole=True)
    found = changes.between(original, document, draft, body)
    if not found:
        return Saved(original, False)
    versions = _apply(document, draft, body, actor)
    entry = Entry(history.MODIFY, comment=changes.sentence(found, versions),
                  details={"changes": found, **versions})  # fmt: skip
    [original] = perform(Move(original, "change_data", {"changes": copy_columns_of(draft)}), actor=actor,
                         subject=original, entries=[entry])  # fmt: skip
    return Saved(original, True)


def _locked(original, actor):
    """The rows of a draft, locked; copy first, as every act does."""
    original = Copy.objects.locked(original.pk, "holder")
    if original.state != CopyState.DRAFT:
        raise NotAllowedNow(original.refusal_message())
    if original.holder_id != actor.appointment.pk:
        raise Forbidden("No tiene permiso para esta acción.")
    document = Document.objects.select_for_update(of=("self",)).select_related("type", "author", "institution").get(
        pk=original.document_id)  # fmt: skip
    return original, document


def _apply(document, draft, body, actor) -> dict:
    """Write the changed draft over the old one; gives the numbers of the two texts where that changed."""
    now, versions = clock.now(), {}
    for name, value in columns_of(draft).items():
        setattr(document, name, value)
    document.type = draft.type
    if not draft.is_incoming:  # the number of an external was taken from the área that registered it
        document.area = draft.sender.area
    if body != document.body:
        document.body = body
        new = keep_body(document, actor, now).version
        versions = {"old_version": new - 1, "new_version": new}
    document.revision += 1
    document.save()
    document.parties.all().delete()
    parties = Party.objects.bulk_create(parties_of(document, draft))
    corrections.ask(document, parties, confidentiality=draft.confidentiality, actor=actor)
    keep_options(document, draft.options)
    return versions
