"""What a person has already taken of a backup (backups §3.8)."""

from collections import defaultdict

from backups.models import Backup, BackupPart, PartCheck, PartDownload
from backups.presenters.parts import Taken
from backups.presenters.ranges import covers


def taken_by(person, backup: Backup) -> dict[int, Taken]:
    """Part id → what ``person`` took of it, for every part, in three queries."""
    rows = defaultdict(list)
    found = PartDownload.objects.filter(part__backup=backup, person=person).order_by("started_at", "pk")
    for row in found:
        rows[row.part_id].append(row)
    checks = PartCheck.objects.filter(part__backup=backup, person=person).order_by("checked_at")
    checked = dict(checks.values_list("part_id", "checked_at"))
    return {part.pk: _taken(part, rows[part.pk], checked.get(part.pk)) for part in backup.parts.all()}


def missing_parts(person, backup: Backup) -> int:
    """How many parts the person has not taken whole."""
    return sum(taken.completed_at is None for taken in taken_by(person, backup).values())


def _taken(part: BackupPart, rows, checked_at) -> Taken:
    forms = [(rows, part.bytes)]
    if part.alternative_key:  # the index differs in its two forms: bytes of one do not complete the other
        own, other = [r for r in rows if not r.alternative], [r for r in rows if r.alternative]
        forms = [(own, part.bytes), (other, part.alternative_bytes)]
    ends = [end for kept, size in forms if (end := _completed_at(kept, size))]
    started = rows[-1].started_at if rows else None
    return Taken(started, max(ends, default=checked_at), checked_at)


def _completed_at(rows, size):
    measured = [row for row in rows if row.is_observed and row.bytes_sent]
    if not measured or not covers(((row.first_byte, row.bytes_sent) for row in measured), size):
        return None
    return max(row.ended_at or row.started_at for row in measured)
