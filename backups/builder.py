"""Building one part: lease, write, make safe, verify, and only then say that it is done (backups §9.1).

A document that cannot be read is tried a few times and then left out by name; a store or a disk
that fails is nobody's document: the attempt ends and the work is done later.
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from backups import heartbeat, hours, leases, sources
from backups.archive import naming
from backups.archive.errors import MemberError, Unsound
from backups.archive.part_reader import verify_part
from backups.archive.writer import PartRecord, write_part
from backups.leases import LeaseLost
from backups.models import Backup, BackupFile, BackupPart, Omission, PartDirectory
from backups.plan import DOCUMENTS
from backups.querysets import ClockTimestamp
from backups.states import OmissionReason, OmissionScope, Outcome
from quipux import stopping
from quipux.files import store
from quipux.files.errors import StoreError
from quipux.files.parts import PartStore

logger = logging.getLogger("quipux.backups")
PROGRESS_EVERY = 2.0  # seconds between two notes of progress (backups §3.9)
REASONS = {"missing": OmissionReason.MISSING, "unreadable": OmissionReason.UNREADABLE,
           "crc": OmissionReason.WRONG_HASH, "short": OmissionReason.WRONG_HASH,
           "long": OmissionReason.WRONG_HASH}  # fmt: skip


class StoreLost(StoreError):
    """The store of documents does not answer: not the fault of any document."""


class OtherBytes(Exception):
    """What was written is not the part that was published: it takes nobody's place (I9)."""


def build_part(part_id: int) -> bool:
    """Build one document part if nobody else is at it.

    Returns:
        Whether this call finished the part.

    Raises:
        StoreError, OSError: the attempt failed for no document's fault; the lease is free again.
    """
    token = None if stopping.is_asked() or heartbeat.is_asked_to_stop() else leases.take_part(part_id)
    if token is None:
        return False
    part = BackupPart.objects.select_related("backup__request").get(pk=part_id)
    try:
        with heartbeat.at_work_on(part_id):
            _build(part, token)
    except LeaseLost:
        logger.info("lease_lost", extra={"part": part_id})
        return False
    finally:
        leases.free_part(part_id, token)
    return True


def _build(part, token):
    def renew(done, size):
        leases.renew_part(part.pk, token, documents_done=done, bytes_done=size)
        heartbeat.beat(done, size)

    backup, border = part.backup, Border(renew, backup_id=part.backup_id)
    while True:
        source = sources.PartSource(backup, part, border)
        try:
            key, record = write_to_store(backup, lambda file, source=source: _write(file, part, source))
        except MemberError as error:
            leases.renew_part(part.pk, token)
            note_try(part, error)
            continue
        break
    leases.renew_part(part.pk, token)
    check_part(key, record, source.expected, name=part_name(backup, part.number), first=part.number == 1)
    _finish(part, token, source, key, record)
    heartbeat.beat(len(source.outcomes), record.bytes)


def rebuild_part(part: BackupPart, hold: Callable) -> None:
    """Put a damaged document part of a published backup back into the store, byte for byte (T23).

    Args:
        hold: called with the documents and bytes done; renews the lease or raises `leases.LeaseLost`.

    Raises:
        MemberError: a stored file that was packed cannot be read any more.
        OtherBytes: it would not be the same part.
        StoreError, OSError: the attempt failed for no document's fault.
    """
    source = sources.PartSource(part.backup, part, Border(hold))
    key, record = write_to_store(part.backup, lambda file: _write(file, part, source), wanted=part.sha256)
    name = part_name(part.backup, part.number)
    check_part(key, record, source.expected, name=name, first=part.number == 1)


def part_name(backup: Backup, number: int) -> str:
    """The name of a part in its set."""
    return naming.part_names(backup.request.archive_name, backup.parts_count)[number - 1]


def _write(file, part, source):
    def members():
        yield source.readme()
        yield from source.members()

    return write_part(file, members(), first=part.number == 1)


class Border:
    """What happens between two documents: the lease is renewed and the progress noted, not too often."""

    def __init__(self, renew: Callable[[int, int], None], *, backup_id: int | None = None):
        """
        Args:
            renew: called with the documents and the bytes done so far.
            backup_id: the backup that may work only in its hours; none for work that no window ends.
        """
        self.renew, self.backup_id, self.noted = renew, backup_id, time.monotonic()

    def __call__(self, done: int, size: int) -> None:
        """Raises `leases.LeaseLost`; of it, `WorkerEnding` when the worker was asked to end, `WindowClosed` with the hours."""
        if stopping.is_asked():
            raise leases.WorkerEnding
        if time.monotonic() - self.noted >= min(PROGRESS_EVERY, settings.QUIPUX_LEASE_SECONDS / 3):
            self.renew(done, size)
            if self.backup_id is not None and not hours.may_work(self.backup_id):
                raise leases.WindowClosed
            self.noted = time.monotonic()


def write_to_store(backup: Backup, write: Callable, *, wanted: str = "") -> tuple[str, PartRecord]:
    """Write a file beside the store, make it durable and move it under the name of its content.

    Nothing points to it yet: bytes without a row are never reachable, and are swept after a day.

    Args:
        wanted: the only SHA-256 that is kept; any when empty.

    Raises:
        OtherBytes: it came out with another one; nothing stays of it.
    """
    parts = PartStore()
    with parts.stage(backup.request.archive_name) as staged:
        record = write(staged.file)
        if wanted and record.sha256 != wanted:
            raise OtherBytes(record.sha256)
        key = f"{backup.request.uuid}/{record.sha256}"
        staged.commit(key, size=record.bytes, sha256=record.sha256)
    return key, record


def check_part(key: str, record: PartRecord, expected: dict, *, name: str, first: bool) -> None:
    """Read a stored part back with the independent reader.

    Raises:
        StoreError: what the store gives back is not what was written.
    """
    try:
        with PartStore().open(key) as file:
            verify_part(file, name=name, first=first, record=record, expect=expected)
    except (Unsound, store.StoredBytesMissing) as fault:
        raise StoreError(str(fault)) from fault


def note_try(part: BackupPart, error: MemberError) -> None:
    """Count a failed reading of a stored file; after the last try it is left out by name.

    Raises:
        StoreLost: the store itself does not answer, so no document is blamed (B-41).
    """
    if not store.is_alive():
        raise StoreLost("El almacenamiento de documentos no responde.")
    file = _file_of(part, error.name)
    item = file.item
    item.tries += 1
    item.save(update_fields=["tries"])
    if item.tries >= settings.QUIPUX_DOCUMENT_TRIES:
        Omission.objects.get_or_create(
            backup=part.backup, item=item, scope=OmissionScope.FILE, path=file.path,
            defaults={"number": item.metadata["number"], "file_name": file.name, "reason": REASONS[error.code],
                      "tries": item.tries})  # fmt: skip
        item.tries = 0
        item.save(update_fields=["tries"])


def _file_of(part, name):
    folder, _, path = name.split(f"/{DOCUMENTS}/", 1)[1].partition("/")
    return BackupFile.objects.select_related("item").get(item__backup=part.backup, item__folder=folder, path=path)


@transaction.atomic
def _finish(part, token, source, key, record):
    leases.renew_part(part.pk, token, documents_done=len(source.outcomes), bytes_done=record.bytes)
    settle_outcomes(part, source.outcomes)
    BackupPart.objects.filter(pk=part.pk, lease_token=token).update(
        finished_at=ClockTimestamp(), bytes=record.bytes, sha256=record.sha256, storage_key=key)  # fmt: skip
    PartDirectory.objects.update_or_create(part=part, defaults={"record": record.to_dict(), "texts": source.texts})
    leases.note_progress(part.backup_id)


def settle_outcomes(part: BackupPart, outcomes: dict[int, str]) -> None:
    """Write the outcome of each document; one without any readable file is one omission, not several."""
    for outcome in Outcome.values:
        keys = [key for key, value in outcomes.items() if value == outcome]
        part.items.filter(pk__in=keys).update(outcome=outcome)
    for item in sources.items_of(part):
        excluded = [(f.path, f.name, f.excluded) for f in item.files.all() if f.excluded]
        if outcomes.get(item.pk) == Outcome.OMITTED:
            _omit_whole(item, excluded)
        elif excluded:
            _note_excluded(item, excluded)


def _omit_whole(item, excluded):
    rows = list(item.omissions.all())
    if any(row.scope == OmissionScope.DOCUMENT for row in rows):
        return
    reason = rows[0].reason if rows else excluded[0][2]
    item.omissions.all().delete()
    Omission.objects.create(backup_id=item.backup_id, item=item, scope=OmissionScope.DOCUMENT, reason=reason,
                            number=item.metadata["number"], tries=rows[0].tries if rows else 0)  # fmt: skip


def _note_excluded(item, excluded):
    for path, name, reason in excluded:
        Omission.objects.get_or_create(backup_id=item.backup_id, item=item, scope=OmissionScope.FILE, path=path,
                                       defaults={"number": item.metadata["number"], "file_name": name,
                                                 "reason": reason})  # fmt: skip
