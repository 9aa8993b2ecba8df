"""How long a backup can still be downloaded, in words (backups §3.8, ui §7.11)."""

from dataclasses import dataclass
from datetime import date, datetime

from backups.validity import last_day


@dataclass(frozen=True)
class Validity:
    """The banner above a download. ``kind`` is success, or warning on the last day."""

    text: str
    kind: str
    pending: str


def validity_of(expires_at: datetime, today: date, missing: int, parts: int) -> Validity:
    """Say until when, and what is left to download.

    Args:
        expires_at: exclusive instant.
        missing: parts not taken whole, of ``parts``.
    """
    end = last_day(expires_at)
    days = (end - today).days
    pending = pending_words(missing, parts)
    if days <= 0:
        words = f"Su respaldo vence hoy a las 23:59 (GMT-5). {pending}".strip()
        return Validity(words, "warning", pending)
    left = f"Queda{'n' if days != 1 else ''} {days} día{'s' if days != 1 else ''}."
    return Validity(f"Puede descargarlo hasta el {end.isoformat()} 23:59 (GMT-5). {left}", "success", pending)


def left_words(days: int, missing: int = 0, parts: int = 0) -> str:
    """«Quedan 3 días; faltan 2 de 3 partes por descargar.», «Vence hoy a las 23:59 (GMT-5).»"""
    left = (
        f"Queda{'n' if days != 1 else ''} {days} día{'s' if days != 1 else ''}"
        if days > 0
        else "Vence hoy a las 23:59 (GMT-5)"
    )
    pending = pending_words(missing, parts)
    return f"{left}; {pending[0].lower()}{pending[1:]}" if pending else f"{left}."


def pending_words(missing: int, parts: int) -> str:
    """«Faltan 2 de 3 partes por descargar.»; nothing when all are there."""
    if not missing:
        return ""
    if parts == 1:
        return "Falta descargarlo."
    return f"Falta{'n' if missing != 1 else ''} {missing} de {parts} partes por descargar."
