"""The end of a build: the last part, the verification of the whole set, the publication (backups §9.1, steps 5–7)."""

import tempfile
from collections import Counter
from datetime import timedelta

from backups import builder, heartbeat, hours, integrity, leases, payload, plan
from backups.archive import naming
from backups.archive.errors import Unsound
from backups.archive.reader import verify_set
from backups.last_part import LastPart, last_part_of
from backups.models import Backup, BackupItem, BackupPart
from backups.querysets import ClockTimestamp
from backups.services import publishing
from backups.states import Outcome
from quipux import clock
from quipux.files.errors import StoreError
from quipux.files.parts import PartStore
from quipux.files.store import StoredBytesMissing

READ_AGAIN_AFTER = timedelta(hours=1)  # a part of an earlier night may have been damaged since it was read back


def close_backup(backup_id: int) -> bool:
    """Write the last part, verify everything and publish, if nobody else is at it.

    Returns:
        Whether this call published the backup.

    Raises:
        StoreError, OSError, PdfError: the attempt failed; the lease is free again.
    """
    token = None if heartbeat.is_asked_to_stop() else leases.take_backup(backup_id)
    if token is None:
        return False
    names = ("request__person", "request__appointment", "request__area", "request__institution", "request__petition")
    backup = Backup.objects.select_related(*names).get(pk=backup_id)
    try:
        return _close(backup, token)
    except leases.LeaseLost:
        return False
    finally:
        leases.free_backup(backup_id, token)


def _close(backup, token):
    if backup.frozen_at is None or backup.parts.of_documents().unfinished().exists():
        return False
    part = backup.parts.order_by("-number").first()
    with tempfile.TemporaryDirectory(prefix="quipux-indice-") as folder:
        last = last_part_of(backup, part, folder, hold=_holder(backup, part, token))
        with heartbeat.at_work_on(part.pk):
            last.write()
            _verify(backup, last, token)
            publishing.publish(backup, token, last)
    return True


def _holder(backup, part, token):
    """Keeps the lease, since the close of a large set lasts longer than one, and tells how far it got."""

    def hold(done=0, size=0):
        leases.renew_backup(backup.pk, token)
        heartbeat.beat(done, size)
        if done:
            BackupPart.objects.filter(pk=part.pk).update(documents_done=done, bytes_done=size,
                                                         progress_at=ClockTimestamp())  # fmt: skip
            if not hours.may_work(backup.pk):
                raise leases.WindowClosed

    return hold


def _verify(backup: Backup, last: LastPart, token) -> None:
    """Re-open every part from the store with the independent reader, whatever the writer believed."""
    last.hold()
    names = naming.part_names(backup.request.archive_name, backup.parts_count)
    _read_old_parts_again(backup, last, token)
    keys = {names[p.number - 1]: p.storage_key for p in backup.parts.of_documents()} | {names[-1]: last.key}
    root = backup.request.archive_name
    expected = {plan.member_name(root, path): (size, sha256) for path, sha256, size in payload.payload_of(backup)}
    try:
        verify_set(names[-1], open_part=lambda name: PartStore().open(keys[name]), expect=expected | last.expected,
                   contents=False)  # fmt: skip
    except (Unsound, StoredBytesMissing) as fault:
        raise StoreError(str(fault)) from fault
    if last.alternative:
        last.hold()
        key, record = last.alternative
        builder.check_part(key, record, last.expected, name=names[-1], first=False)
    check_counts(backup)


def _read_old_parts_again(backup, last, token):
    """A finished part is there and still what it was, or it is built again (backups §9.1, step 6).

    Raises:
        StoreError: some part is to be built again, so that this close is over.
    """
    recent, faults = clock.database_now() - READ_AGAIN_AFTER, []
    for part in backup.parts.of_documents():
        last.hold()
        fault = integrity.fault_in(part, whole=part.finished_at < recent)
        if fault:
            leases.renew_backup(backup.pk, token)
            BackupPart.objects.filter(pk=part.pk).update(finished_at=None, sha256="", storage_key="")
            faults.append(f"{part}: {fault}")
    if faults:
        raise StoreError("; ".join(faults))


def check_counts(backup: Backup) -> Counter:
    """planned = packed + partial + omitted, or the set is not published (I7)."""
    outcomes = Counter(BackupItem.objects.filter(backup=backup).values_list("outcome", flat=True))
    if outcomes[Outcome.PENDING] or sum(outcomes.values()) != backup.documents_planned:
        raise StoreError("La cuenta de documentos no cuadra con la lista congelada.")
    return outcomes
