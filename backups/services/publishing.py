"""Publication: one guarded transaction moves both machines, records and queues the mail (T14)."""

from itertools import islice

from django.db import transaction

from backups import history, leases
from backups.last_part import LastPart
from backups.models import Backup, BackupItem, BackupPart, ManifestEntry, Omission
from backups.payload import payload_of
from backups.plan import DOCUMENTS
from backups.querysets import ClockTimestamp
from backups.services import notices
from backups.states import OmissionReason, Outcome, PartRole
from backups.validity import expiry
from quipux import clock
from quipux.alarms.runbooks import Runbook
from quipux.files import store
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

REMEMBERED = 2000  # rows written at a time
LARGEST_OMITTED_SHARE = 0.01  # of the planned documents; above it the operators are told (backups §7)


@transaction.atomic
def publish(backup: Backup, token, last: LastPart) -> None:
    """Make a verified backup available.

    Raises:
        LeaseLost: another worker has it; nothing is published.
    """
    leases.renew_backup(backup.pk, token)
    _finish(last)
    _remember_for_life(backup, last)
    now = clock.now()
    included, omissions = counts(backup)
    facts = {
        "finished_at": now, "expires_at": expiry(now, backup.request.kind), "documents_packed": included,
        "documents_omitted": backup.documents_planned - included, "manifest_sha256": last.manifest_sha256,
        "bytes_total": sum(backup.parts.values_list("bytes", flat=True)), "attempts": 0,
        "acta": store.save(last.acta.source.read_bytes(), media_type="application/pdf"),
    }  # fmt: skip
    comment = history.generated_comment(included, backup.documents_planned, omissions)
    request, backup = perform(Move(backup.request, "fulfil"), Move(backup, "publish", facts), actor=SYSTEM,
                              subject=backup.request, entries=[Entry(history.GENERATED, comment=comment, once=True)])  # fmt: skip
    notices.ready(request, backup, omissions=omissions)
    if omissions > LARGEST_OMITTED_SHARE * backup.documents_planned:
        notices.alert(f"omisiones-{request.uuid}", f"omisiones en el respaldo No. {request.number}",
                      [comment], runbook=Runbook.MISSING)  # fmt: skip


def counts(backup: Backup) -> tuple[int, int]:
    """Documents included, and omissions of documents and files (withheld ones apart)."""
    included = BackupItem.objects.filter(backup=backup, outcome__in=(Outcome.PACKED, Outcome.PARTIAL)).count()
    omissions = Omission.objects.filter(backup=backup).exclude(reason=OmissionReason.WITHHELD).count()
    return included, omissions


def _finish(last):
    part, alternative = last.part, {}
    if last.alternative:
        key, record = last.alternative
        alternative = {"alternative_key": key, "alternative_bytes": record.bytes, "alternative_sha256": record.sha256}
    done = part.items.count() if part.role == PartRole.SINGLE else 0
    BackupPart.objects.filter(pk=part.pk).update(
        finished_at=ClockTimestamp(), bytes=last.record.bytes, sha256=last.record.sha256, documents_done=done,
        storage_key=last.key, bytes_done=last.record.bytes, **alternative)  # fmt: skip


def _remember_for_life(backup, last):
    rows = (ManifestEntry(backup=backup, sha256=sha256, bytes=size) for sha256, size in _for_life(backup, last))
    while batch := list(islice(rows, REMEMBERED)):
        ManifestEntry.objects.bulk_create(batch, ignore_conflicts=True)  # the same content may stand in many folders


def _for_life(backup, last):
    """What the public check recognises: files under data/documentos/, parts in both forms, manifest, ACTA (§3.13)."""
    yield from ((sha256, size) for path, sha256, size in payload_of(backup) if path.startswith(f"{DOCUMENTS}/"))
    yield from last.digests
    for part in backup.parts.all():
        yield part.sha256, part.bytes
        if part.alternative_sha256:
            yield part.alternative_sha256, part.alternative_bytes
