"""What the store of parts holds, and when it fills (backups §3.11)."""

from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from backups.models import Backup, BackupPart
from backups.room import Disk
from backups.states import BackupState
from quipux import clock
from quipux.files.parts import PartStore
from quipux.web import formatting

FULL = 80  # per cent at which operators should act
LOOKED_BACK = 30  # days whose growth is measured
FARTHEST = 3650  # days; beyond, no date means anything
SIZE = F("bytes") + Coalesce("alternative_bytes", 0)


def disk_rows(disk: Disk | None, now: datetime) -> list[tuple]:
    """«Espacio Disponible en Disco»: size, used, available, per cent, and the forecast."""
    if disk is None:
        return [("Almacenamiento", "De objetos: no tiene un límite propio.")]
    used = disk.total - disk.free
    return [("Tamaño", formatting.size_text(disk.total)), ("Usado", formatting.size_text(used)),
            ("Disponible", formatting.size_text(disk.free)), ("Porcentaje usado", f"{100 * used // disk.total} %"),
            ("Apartado para los respaldos en ejecución", formatting.size_text(disk.taken)),
            ("Pronóstico", forecast_words(disk, now))]  # fmt: skip


def forecast_words(disk: Disk, now: datetime) -> str:
    """The date on which the disk reaches 80 %, by the growth of the last 30 days."""
    day = date_of_share(disk, daily_growth(now), now)
    if 100 * (disk.total - disk.free) >= FULL * disk.total:
        return f"ya pasa de {FULL} %"
    return f"llega a {FULL} % el {day}" if day else f"no llega a {FULL} % al ritmo actual"


def date_of_share(disk: Disk, growth: float, now: datetime):
    """The day of 80 %; None without growth, or too far away to mean anything."""
    left = disk.total * FULL / 100 - (disk.total - disk.free)
    if growth <= 0 or left / growth > FARTHEST:
        return None
    return clock.local(now).date() + timedelta(days=max(ceil(left / growth), 0))


def daily_growth(now: datetime) -> float:
    """Bytes a day: what was made in the last 30 days and is still stored."""
    kept = BackupPart.objects.filter(finished_at__gte=now - timedelta(days=LOOKED_BACK), backup__purged_at=None)
    return (kept.aggregate(total=Sum(SIZE))["total"] or 0) / LOOKED_BACK


def by_institution() -> list[list]:
    """Institution, respaldos, bytes; the largest first."""
    rows = _stored().values(name=F("backup__request__institution__name"))
    found = rows.annotate(backups=Count("backup", distinct=True), total=Sum(SIZE)).order_by("-total", "name")
    return [
        [row["name"], formatting.count_text(row["backups"]), formatting.size_text(row["total"] or 0)] for row in found
    ]


def waiting_for_purge() -> tuple[int, int]:
    """How many eliminated backups still have their files, and how many bytes that is."""
    rows = _stored().filter(backup__state=BackupState.DELETED)
    totals = rows.aggregate(backups=Count("backup", distinct=True), total=Sum(SIZE))
    return totals["backups"], totals["total"] or 0


def staged() -> int:
    """Files under way or left by workers that died."""
    return sum(1 for _ in PartStore().staging_older_than(0))


def stored_backups() -> int:
    return Backup.objects.filter(purged_at=None, parts__finished_at__isnull=False).distinct().count()


def _stored():
    return BackupPart.objects.filter(backup__purged_at=None, finished_at__isnull=False)
