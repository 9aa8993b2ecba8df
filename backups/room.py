"""The disk rule: a build starts only where it will fit beside those under way (backups §9.4)."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import Coalesce

from backups import reservations
from backups.models import Backup
from quipux.files.parts import PartStore
from quipux.web.formatting import size_text as size

__all__ = ["Disk", "measure", "shortage", "size"]


@dataclass(frozen=True)
class Disk:
    """What the store of parts has now.

    Attributes:
        taken: bytes that running builds may still write.
    """

    free: int
    total: int
    taken: int

    def shortage(self, estimate: int) -> str:
        """Why a build of ``estimate`` bytes does not fit, in a sentence for operators; empty where it does."""
        least = int(settings.QUIPUX_DISK_FREE_SHARE * self.total)
        needed = int(settings.QUIPUX_DISK_FREE_FACTOR * estimate)
        if self.free - self.taken >= max(least, needed):
            return ""
        beside = (
            f", de los que {size(self.taken)} están apartados para los respaldos en ejecución" if self.taken else ""
        )
        why = f"{size(needed)} para generarlo" if needed > least else f"{size(least)} libres siempre"
        return f"Falta espacio en el disco: quedan {size(self.free)}{beside}, y se necesitan {why}."


def is_nearly_full() -> bool:
    """Whether less than the share of the settings is free: new builds wait."""
    room = PartStore().free_bytes()
    return room is not None and room[0] < settings.QUIPUX_DISK_FREE_SHARE * room[1]


def measure() -> Disk | None:
    """The store now; None where it has no limit of its own."""
    room = PartStore().free_bytes()
    if room is None:
        return None
    running = reservations.with_left(Backup.objects.running())
    left = running.aggregate(total=Coalesce(Sum("left"), 0))["total"]
    return Disk(*room, int(settings.QUIPUX_DISK_FREE_FACTOR * left))


def shortage(backup: Backup) -> str:
    """Why a waiting ``backup`` does not fit now, in words; empty where it fits."""
    disk = measure()
    return disk.shortage(backup.request.preflight_bytes or 0) if disk else ""
