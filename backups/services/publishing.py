"""Publication: one guarded transaction moves both machines, records and queues the mail (T14)."""

from django.db import transaction

from backups import history, leases
from backups.models import Backup, BackupItem, BackupPart, ManifestEntry, Omission
from backups.payload import payload_of_files
from backups.querysets import ClockTimestamp
from backups.services import notices
from backups.states import OmissionReason, Outcome, PartRole
from backups.validity import expiry
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform


@transaction.atomic
def publish(backup: Backup, token, last: BackupPart, closing) -> None:
    """Make a verified backup available.

    Raises:
        LeaseLost: another worker has it; nothing is published.
    """
    leases.renew_backup(backup.pk, token)
    _finish_last(last, closing)
    _remember_for_life(backup, closing)
    now = clock.now()
    included, omissions = counts(backup)
    facts = {
        "finished_at": now, "expires_at": expiry(now, backup.request.kind), "documents_packed": included,
        "documents_omitted": backup.documents_planned - included, "manifest_sha256": closing.manifest_sha256,
        "bytes_total": sum(backup.parts.values_list("bytes", flat=True)), "attempts": 0,
    }  # fmt: skip
    comment = history.generated_comment(included, backup.documents_planned, omissions)
    request, backup = perform(Move(backup.request, "fulfil"), Move(backup, "publish", facts), actor=SYSTEM,
                              subject=backup.request, entries=[Entry(history.GENERATED, comment=comment, once=True)])  # fmt: skip
    notices.ready(request, backup, omissions=omissions)


def counts(backup: Backup) -> tuple[int, int]:
    """Documents included, and omissions of documents and files (withheld ones apart)."""
    included = BackupItem.objects.filter(backup=backup, outcome__in=(Outcome.PACKED, Outcome.PARTIAL)).count()
    omissions = Omission.objects.filter(backup=backup).exclude(reason=OmissionReason.WITHHELD).count()
    return included, omissions


def _finish_last(last, closing):
    alternative = {}
    if closing.alternative:
        key, record = closing.alternative
        alternative = {"alternative_key": key, "alternative_bytes": record.bytes, "alternative_sha256": record.sha256}
    done = closing.part.items.count() if last.role == PartRole.SINGLE else 0
    BackupPart.objects.filter(pk=last.pk).update(
        finished_at=ClockTimestamp(), bytes=closing.record.bytes, sha256=closing.record.sha256, documents_done=done,
        storage_key=closing.key, bytes_done=closing.record.bytes, **alternative)  # fmt: skip


def _remember_for_life(backup, closing):
    digests = {sha256: size for _, sha256, size in payload_of_files(backup)} | dict(closing.digests)
    for part in backup.parts.all():
        digests[part.sha256] = part.bytes
        if part.alternative_sha256:
            digests[part.alternative_sha256] = part.alternative_bytes
    rows = (ManifestEntry(backup=backup, sha256=sha256, bytes=size) for sha256, size in digests.items())
    ManifestEntry.objects.bulk_create(rows, batch_size=2000)
