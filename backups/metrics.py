"""What backups tell whoever watches the machines (safety §13)."""

from django.db.models import Count, Min

from backups import room
from backups.models import Backup, BackupPart
from backups.states import BackupState
from quipux import clock
from quipux.metrics import figures


def _states() -> figures.Values:
    found = Backup.objects.values_list("state").annotate(Count("pk"))
    return dict.fromkeys(BackupState.values, 0) | dict(found)


def _oldest_lease() -> figures.Values:
    """How long the lease that ran out first waits for the sweep."""
    now = clock.database_now()
    ends = [rows.filter(lease_until__lt=now, lease_token__isnull=False).aggregate(at=Min("lease_until"))["at"]
            for rows in (Backup.objects.running(), BackupPart.objects.all())]  # fmt: skip
    return {"": max(map(figures.age, ends))}


def _damaged() -> figures.Values:
    return {"": BackupPart.objects.exclude(damaged_at=None).count()}


def _disk() -> figures.Values:
    disk = room.measure()
    return {"libres": disk.free, "totales": disk.total} if disk else {}


def register() -> None:
    figures.register("backups", "Respaldos por estado", _states, label="state")
    figures.register("lease_dead_seconds", "Espera de la reserva vencida más antigua", _oldest_lease)
    figures.register("parts_damaged", "Partes con daño", _damaged)
    figures.register("disk_bytes", "Bytes del disco de respaldos", _disk, label="kind")
