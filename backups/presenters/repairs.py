"""What a person is told while a part of the backup is damaged (backups §3.8)."""

from collections.abc import Iterable

IN_REPAIR = "Su respaldo está en reparación. Le avisaremos por correo; los días de espera no cuentan."
LOST = "Su respaldo no se encuentra disponible, por favor solicite nuevamente."


def repair_notice(parts: Iterable) -> str:
    """The sentence for these parts; empty when all are whole. One that was given up spoils the set."""
    damaged = [part for part in parts if part.damaged_at]
    if not damaged:
        return ""
    return LOST if any(part.lost_at for part in damaged) else IN_REPAIR
