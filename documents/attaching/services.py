"""Attaching, changing and removing anexos (documents §4.2, §6.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from documents.attaching import history, reading, revising
from documents.attaching.names import cleaned
from documents.attaching.places import Place
from documents.attaching.rules import AT_ONCE, Accepted, check_room, check_upload, refused
from documents.history import DIGITISE
from documents.models import Attachment, ComposeSession, Copy, Document
from documents.states import Medium, ScanState
from quipux import clock, scanning
from quipux.errors import Invalid
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.history import recorder
from quipux.limits import services as limits

AN_HOUR = 200  # files that one person uploads (safety §2.3)
LONGEST_DESCRIPTION = 512
LONGEST_NAME = 300


@dataclass
class Result:
    """What came of several uploads: the rows kept, and one sentence for each file that was not."""

    kept: list[Attachment] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def attach(uploads: Sequence[UploadedFile], *, actor, session: ComposeSession | None = None,
           document: Document | None = None, copy: Copy | None = None, name: str = "", description: str = "",
           medium: str = Medium.ELECTRONIC, is_image: bool = False, for_everybody: bool = False) -> Result:  # fmt: skip
    """Attach files, or one physical item without file, to exactly one of ``session``, ``document`` and ``copy``.

    A file that may not be kept leaves the others; bytes are safe in the store before any row names them.

    Args:
        uploads: empty only for a physical item, which ``name`` or ``description`` then calls.
        document: being written; after signing give the ``copy`` in hand.
        is_image: it is the image of the document itself (externals).
        for_everybody: after signing, all who have the document get it, not the ``copy`` in hand alone.

    Raises:
        Invalid: nothing was given, or the description is too long.
        Forbidden, NotFound: the actor may not attach here.
    """
    place = Place.of(actor=actor, session=session, document=document, copy=copy)
    place.for_everybody = for_everybody
    place.check_attach()
    _check_words(description)
    common = {"description": description.strip(), "medium": medium, "is_document_image": is_image}
    result = Result()
    files = list(_kept_bytes(uploads, place, result))
    new = files if uploads else [(_physical_name(name or description, medium), None)]
    _write_rows(place, new, common, result)
    return result


def _kept_bytes(uploads, place, result) -> Iterable[tuple[Accepted, StoredFile]]:
    totals, allowed = place.totals(), place.allowed()
    for number, upload in enumerate(uploads, start=1):
        try:
            _check_pace(upload, number, place.actor)
            accepted = check_upload(upload, already=totals, allowed=allowed)
        except Invalid as refusal:
            result.refused.append(refusal.message)
            continue
        totals = totals.plus(accepted.size)
        yield accepted, store.save(upload.chunks(), media_type=accepted.media_type)


def _check_pace(upload, number, actor):
    if number > AT_ONCE:
        raise refused(
            cleaned(upload.name), f"se adjuntan hasta {AT_ONCE} archivos a la vez. Vuelva a intentarlo con este"
        )
    again = limits.take("upload", actor.user.pk, limit=AN_HOUR, period=timedelta(hours=1))
    if again:
        raise refused(cleaned(upload.name), f"en esta hora ya adjuntó {AN_HOUR} archivos. Vuelva a intentarlo desde "
                                            f"las {clock.local(again):%H:%M}")  # fmt: skip


def _physical_name(words, medium):
    if medium != Medium.PHYSICAL:
        raise Invalid("Elija al menos un archivo.")
    name = " ".join(words.split())
    if not name:
        raise Invalid("Escriba qué se entrega en físico.", description="Escriba qué se entrega en físico.")
    return Accepted(name[:LONGEST_NAME], "", 0)


@transaction.atomic
def _write_rows(place, new, common, result):
    """Under the lock, because another window may have filled the document or sent it meanwhile."""
    place.lock()
    place.check_attach()
    totals, now = place.totals(), clock.now()
    for accepted, stored in new:
        try:
            check_room(accepted.name, accepted.size, totals)
        except Invalid as refusal:
            result.refused.append(refusal.message)
            continue
        totals = totals.plus(accepted.size)
        result.kept.append(_write_row(place, accepted, stored, common, now))
    if any(row.file_id for row in result.kept):
        (revising if scanning.is_on() else reading).ring()


def _write_row(place, accepted, stored, common, now):
    waits = stored is not None and scanning.is_on()
    row = Attachment.objects.create(
        **place.values(), **common, name=accepted.name, file=stored, added_by=place.actor.user.full_name, added_at=now,
        scan_state=ScanState.PENDING if waits else ScanState.CLEAN, text=None if stored else "",
    )  # fmt: skip
    _record(place, DIGITISE if row.is_document_image else history.ATTACH, row)
    return row


def _record(place, action, row, comment=""):
    if place.subject is not None:
        recorder.record(place.subject, action, actor=place.actor, comment=comment or row.name,
                        details={"attachment": str(row.uuid)})  # fmt: skip


@transaction.atomic
def edit(attachment: Attachment, *, actor, description: str, medium: str, is_image: bool = False) -> Attachment:
    """Change what is said of an anexo while the document is a draft.

    Raises:
        Invalid: the description is too long, or an electronic one has no file.
        Forbidden, NotFound, NotAllowedNow: it is not the actor's, or it was signed.
    """
    place, row = _locked(attachment, actor)
    _check_words(description)
    if medium == Medium.ELECTRONIC and row.file_id is None:
        raise Invalid("Un anexo electrónico necesita su archivo.", medium="Un anexo electrónico necesita su archivo.")
    new = {"description": description.strip(), "medium": medium, "is_document_image": is_image}
    if any(getattr(row, name) != value for name, value in new.items()):
        for name, value in new.items():
            setattr(row, name, value)
        row.save(update_fields=list(new))
        _record(place, history.EDIT, row)
    return row


@transaction.atomic
def remove(attachment: Attachment, *, actor) -> None:
    """Take an anexo off a draft; already removed is no error. Its bytes stay while anything refers to them.

    Raises:
        Forbidden, NotFound, NotAllowedNow: it is not the actor's, or it was signed.
    """
    place, row = _locked(attachment, actor)
    if row.removed_at is None:
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        _record(place, history.REMOVE, row)


def _locked(attachment, actor):
    """The place first, as every writer here does; then the row as it is now."""
    place = Place.of_attachment(attachment, actor=actor)
    place.lock()
    place.check_change()
    return place, Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)


def _check_words(description):
    if len(description.strip()) > LONGEST_DESCRIPTION:
        told = f"La descripción tiene más de {LONGEST_DESCRIPTION} caracteres."
        raise Invalid(told, description=told)


def adopt(session: ComposeSession, document: Document) -> int:
    """Hand the anexos of an unsaved text to the document it became, in its transaction. Returns how many."""
    return Attachment.objects.filter(session=session, document=None).update(document=document, session=None)


def not_clean(document: Document) -> list[str]:
    """Names of the anexos that keep a document from being signed: in revision, or retired and not yet removed."""
    found = Attachment.objects.filter(document=document, copy=None, removed_at=None)
    return list(found.exclude(scan_state=ScanState.CLEAN).values_list("name", flat=True))
