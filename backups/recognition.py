"""«Este archivo forma parte del respaldo»: what anybody may know of a digest (backups §3.13)."""

from dataclasses import dataclass
from datetime import date

from backups.models import ManifestEntry
from backups.states import RequestState
from quipux import clock

SHOWN = 20


@dataclass(frozen=True)
class Recognised:
    """A backup that held the file: number, institution and day, never a person, a document or a path."""

    number: int
    institution: str
    generated_on: date
    is_valid: bool


def recognise(sha256: str) -> tuple[list[Recognised], int]:
    """The newest backups that held a file of this digest, and how many more there are.

    The index of the manifest is read backwards from the newest backup on, so the answer takes as long
    for a file of one backup as for one of many thousands.

    Args:
        sha256: 64 hexadecimal digits, small letters.
    """
    entries = ManifestEntry.objects.filter(sha256=sha256)
    newest = list(entries.select_related("backup__request__institution").order_by("-backup_id")[:SHOWN])
    more = entries.count() - SHOWN if len(newest) == SHOWN else 0
    now = clock.now()
    return [_recognised(entry.backup, now) for entry in newest], max(more, 0)


def sentences(sha256: str) -> list[str]:
    """What «Verificar documento» says of a file of some backup, the newest first (documents §15)."""
    found, more = recognise(sha256)
    said = [f"Consta en el respaldo No. {one.number} de {one.institution}." for one in found]
    return said + ([f"Consta también en otros {more} respaldos."] if more else [])


def _recognised(backup, now) -> Recognised:
    request = backup.request
    is_valid = request.state == RequestState.FULFILLED and now < backup.expires_at
    return Recognised(request.number, request.institution.name, clock.local(backup.finished_at).date(), is_valid)
