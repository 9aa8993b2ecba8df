"""Leases: who works on a row now, by the database's clock; the token fences off zombies (backups §9.1).

A lease is taken and renewed by a conditional UPDATE. Zero rows updated means that the work
belongs to somebody else, or to nobody any more, and whoever asked must leave nothing behind.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Value
from django.db.models.fields import DurationField

from backups.models import Backup, BackupPart
from backups.querysets import ClockTimestamp
from backups.states import BackupState


class LeaseLost(Exception):
    """The work is no longer this worker's: stop, and leave nothing visible."""


class WindowClosed(LeaseLost):
    """The hours of work ended, or the night was paused: stop at this border (T9)."""


class WorkerEnding(LeaseLost):
    """The worker was asked to end: stop at this border; another one goes on (F-29)."""


def _until():
    return ClockTimestamp() + Value(timedelta(seconds=settings.QUIPUX_LEASE_SECONDS), output_field=DurationField())


def take_backup(pk: int) -> uuid.UUID | None:
    """Lease a running backup for its freeze or its close; None when somebody has it."""
    return _take(Backup.objects.running().filter(pk=pk))


def take_part(pk: int) -> uuid.UUID | None:
    """Lease an unfinished part of a running backup; None when somebody has it."""
    return _take(BackupPart.objects.unfinished().filter(pk=pk, backup__state=BackupState.RUNNING))


def take_repair(pk: int) -> uuid.UUID | None:
    """Lease a damaged part of a published backup; None when it is whole or somebody has it."""
    return _take(BackupPart.objects.damaged().filter(pk=pk, backup__state=BackupState.GENERATED))


def _take(rows):
    token = uuid.uuid4()
    taken = rows.unleased().update(lease_token=token, lease_until=_until())
    return token if taken else None


def renew_backup(pk: int, token: uuid.UUID) -> None:
    """Keep the lease; raises LeaseLost when it was lost or the backup stopped running."""
    if not Backup.objects.running().filter(pk=pk, lease_token=token).update(lease_until=_until()):
        raise LeaseLost


def renew_part(pk: int, token: uuid.UUID, **progress) -> None:
    """Keep the lease and note the progress; raises LeaseLost as above."""
    rows = BackupPart.objects.unfinished().filter(pk=pk, lease_token=token, backup__state=BackupState.RUNNING)
    if not rows.update(lease_until=_until(), progress_at=ClockTimestamp(), **progress):
        raise LeaseLost


def renew_repair(pk: int, token: uuid.UUID) -> None:
    """Keep the lease of a repair; raises LeaseLost as above."""
    rows = BackupPart.objects.damaged().filter(pk=pk, lease_token=token, backup__state=BackupState.GENERATED)
    if not rows.update(lease_until=_until()):
        raise LeaseLost


def free_backup(pk: int, token: uuid.UUID) -> None:
    Backup.objects.filter(pk=pk, lease_token=token).update(lease_token=None, lease_until=None)


def free_part(pk: int, token: uuid.UUID) -> None:
    BackupPart.objects.filter(pk=pk, lease_token=token).update(lease_token=None, lease_until=None)


def abandoned_backups():
    """Running backups whose worker let its lease run out."""
    return Backup.objects.running().filter(lease_token__isnull=False, lease_until__lt=ClockTimestamp())


def abandoned_parts():
    """Unfinished parts of running backups whose worker let its lease run out."""
    rows = BackupPart.objects.unfinished().filter(lease_token__isnull=False, backup__state=BackupState.RUNNING)
    return rows.filter(lease_until__lt=ClockTimestamp())


def note_failure(backup_id: int) -> int:
    """Count an attempt that ended without a new finished part; gives the count (T12)."""
    Backup.objects.running().filter(pk=backup_id).update(attempts=F("attempts") + 1)
    return Backup.objects.values_list("attempts", flat=True).get(pk=backup_id)


def note_progress(backup_id: int) -> None:
    Backup.objects.filter(pk=backup_id).update(attempts=0)
