"""From frozen rows to the members of a part: stored files as they are, texts made on the way."""

import gc
import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.conf import settings

from backups import contents, plan
from backups.archive.members import DEFLATE, STORE, SourceMember
from backups.models import Backup, BackupItem, BackupPart
from backups.states import OmissionReason, OmissionScope, Outcome
from quipux import clock
from quipux.files import store
from quipux.history.models import Entry as History

BATCH = 200  # items read at a time: memory does not grow with the part
# After attempts that got nowhere, for want of memory perhaps, smaller slices of it (safety F-27).
SLICES = (BATCH, 20, 1)

Digest = tuple[str, str, int]  # path from the root folder, SHA-256, bytes


class PartSource:
    """The members of one document part (or of the documents of a single-part backup).

    Attributes:
        texts: digests of the generated texts, filled while the members are read.
        expected: name of every member so far → (bytes, SHA-256), for the verification.
        outcomes: item primary key → its outcome, filled likewise.
    """

    def __init__(self, backup: Backup, part: BackupPart, at_border: Callable[[int, int], None]):
        """
        Args:
            at_border: called after each document with the documents and bytes done so far; it may
                raise to stop the work there.
        """
        self.backup, self.part, self.at_border = backup, part, at_border
        self.view = backup_view(backup)
        self.texts: list[Digest] = []
        self.expected: dict[str, tuple[int, str]] = {}
        self.outcomes: dict[int, str] = {}

    def members(self) -> Iterator[SourceMember]:
        """Every member in its fixed order; a document's files, then its page and its data."""
        size = 0
        for done, item in enumerate(items_of(self.part), start=1):
            for member in self._of(item):
                size += member.size
                yield member
            self.at_border(done, size)

    def readme(self) -> SourceMember:
        """The part's own LEAME, dated by the freeze."""
        ends = self.part.items.filter(position__in=(self.part.first_position, self.part.last_position))
        folders = list(ends.order_by("position").values_list("folder", flat=True))
        count = self.part.last_position - self.part.first_position + 1
        path, data = contents.part_readme(self.view, number=self.part.number, documents=count, first_folder=folders[0],
                                          last_folder=folders[-1])  # fmt: skip
        return self._text(path, data, self.view.frozen_at)

    def _of(self, item):
        document = frozen_document(item)
        self.outcomes[item.pk] = document.outcome
        if document.outcome == Outcome.OMITTED:
            return
        when = datetime.fromisoformat(item.metadata["document_date"])
        for file in item.files.all():
            if file.file and file.path not in document.missing:
                yield self._stored(item, file, when)
        for path, data in contents.document_texts(document, self.view):
            yield self._text(path, data, when)

    def _stored(self, item, file, when):
        name = plan.member_name(self.view.name, plan.file_path(item.folder, file.path))
        self.expected[name] = (file.file.size, file.file.sha256)
        return SourceMember(name=name, mtime=when, size=file.file.size, crc32=file.file.crc32,
                            open=partial(store.open_file, file.file.sha256),
                            method=DEFLATE if file.file.deflates else STORE)  # fmt: skip

    def _text(self, path, data, when):
        sha256, name = hashlib.sha256(data).hexdigest(), plan.member_name(self.view.name, path)
        self.texts.append((path, sha256, len(data)))
        self.expected[name] = (len(data), sha256)
        return SourceMember.from_bytes(name, data, when, method=DEFLATE)


def items_of(part: BackupPart) -> Iterator[BackupItem]:
    """The frozen documents of a part, in order, with files and omissions, in bounded memory."""
    items = part.items.order_by("position").prefetch_related("files__file", "omissions").select_related("part")
    return in_slices(items, part.backup)


def in_slices(items, backup: Backup) -> Iterator[BackupItem]:
    """``items``, so many at a time.

    What a worker could not hold, it or whoever comes after it reads in smaller slices: each attempt of the backup since
    its last finished part makes them smaller, whether the memory was refused or the kernel killed who asked for it.
    Then what was read is also let go of after each slice: an item and its files hold one another.
    """
    size = SLICES[min(backup.attempts, len(SLICES) - 1)]
    for read, item in enumerate(items.iterator(chunk_size=size), start=1):
        yield item
        if size < BATCH and read % size == 0:
            gc.collect()


def backup_view(backup: Backup) -> contents.FrozenBackup:
    """The backup as its texts tell it: nothing in it changes after the freeze."""
    request, frozen = backup.request, clock.local(backup.frozen_at)
    withheld = backup.omissions.filter(reason=OmissionReason.WITHHELD).order_by("pk").values_list("number", flat=True)
    return contents.FrozenBackup(
        name=request.archive_name, number=request.number, date_from=request.date_from, date_to=request.date_to,
        frozen_at=frozen, builder_version=backup.builder_version, parts_planned=backup.parts_count or 1,
        withheld=list(withheld), **(backup.frozen_facts or facts_of(backup)))  # fmt: skip


def facts_of(backup: Backup) -> dict:
    """What the texts repeat of other rows and settings, to be frozen with the list: a repair must say the same."""
    request = backup.request
    return {
        "institution": request.institution.name, "person": request.person.full_name,
        "cedula": request.person.identity_number, "position": request.appointment.title, "area": request.area.name,
        "petition": request.petition.document.number if request.petition else "",
        "training": request.institution.is_training, "operator_name": settings.QUIPUX_OPERATOR_NAME,
        "support_email": settings.QUIPUX_SUPPORT_EMAIL,
        "verify_url": f"{settings.QUIPUX_PUBLIC_URL}/verificar/respaldo/",
        "events": [_event(entry) for entry in reversed(History.objects.of(request))],
    }  # fmt: skip


def _event(entry):
    return {"at": clock.local(entry.at).isoformat(timespec="seconds"), "action": entry.label, "user": entry.actor_name,
            "area": entry.actor_area, "request_state": entry.state, "backup_state": entry.second_state,
            "comment": entry.comment}  # fmt: skip


def missing_of(item: BackupItem) -> dict[str, tuple[str, str, int]]:
    """Path → (code, words, tries) of the files that are not packed, for whatever reason."""
    missing = {file.path: _reason(file.excluded, 0) for file in item.files.all() if file.excluded}
    rows = item.omissions.all()
    return missing | {row.path: _reason(row.reason, row.tries) for row in rows if row.scope == OmissionScope.FILE}


def _reason(code, tries):
    return code, OmissionReason(code).label, tries


def frozen_document(item: BackupItem) -> contents.FrozenDocument:
    """The item as the texts of the archive tell it, with its outcome as known so far."""
    missing = missing_of(item)
    files = [file.path for file in item.files.all()]
    readable = [path for path in files if path not in missing]
    outcome = Outcome.PACKED if not missing else Outcome.PARTIAL if readable else Outcome.OMITTED
    gone = next((row for row in item.omissions.all() if row.scope == OmissionScope.DOCUMENT), None)
    if gone:
        outcome, missing = Outcome.OMITTED, missing | {"": _reason(gone.reason, gone.tries)}
    return contents.FrozenDocument(
        position=item.position, folder=item.folder, lists=list(item.lists), metadata=item.metadata,
        outcome=str(outcome), missing=missing, part=item.part.number if item.part_id else 1,
        links=item.metadata.get("links", {}))  # fmt: skip
