"""How long work takes: the shape is the product's, the pace is measured where it runs (backups §3.11).

A request, a document and a byte cost in proportions that `manage.py simulate_night --build` measured on the
reference machine (docs/rendimiento.md); what a place needs is one factor, taken from its last finished backups.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backups.models import Backup
from backups.schedule import Load
from quipux import clock

REQUEST, DOCUMENT, BYTE = 0.9, 0.011, 8e-9  # seconds of the reference machine
SAMPLE = 300  # finished backups looked at
RECENT = timedelta(days=30)
LONGEST = timedelta(hours=12)  # a build that rested by day says nothing of the speed


@dataclass(frozen=True)
class Pace:
    """Times the reference machine's seconds; 1 where nothing was measured."""

    factor: float = 1.0
    sample: int = 0

    def seconds(self, load: Load) -> float:
        """How long the workers of this place need for ``load`` together."""
        return self.factor * reference_seconds(load)


def reference_seconds(load: Load) -> float:
    return load.requests * REQUEST + load.documents * DOCUMENT + load.bytes * BYTE


def measured(*, since: datetime | None = None) -> Pace:
    """The pace of the last finished backups of this place.

    Args:
        since: only those begun from this instant on; the last month's when omitted.
    """
    rows = Backup.objects.filter(started_at__gte=since or clock.now() - RECENT, bytes_total__isnull=False)
    facts = rows.order_by("-finished_at").values_list("started_at", "finished_at", "documents_planned", "bytes_total")
    return of_builds(facts[:SAMPLE])


def of_builds(rows: Iterable[tuple[datetime, datetime, int, int]]) -> Pace:
    """The pace of builds given as start, end, documents and bytes: their work over the time in which any was under way."""
    kept = [row for row in rows if row[1] - row[0] < LONGEST]
    work = sum(reference_seconds(Load(1, documents, size)) for _, _, documents, size in kept)
    busy = busy_seconds((start, end) for start, end, *_ in kept)
    return Pace(busy / work, len(kept)) if work and busy else Pace()


def busy_seconds(spans: Iterable[tuple[datetime, datetime]]) -> float:
    """Seconds covered by at least one span."""
    total, until = 0.0, None
    for start, end in sorted(spans):
        if until is None or start > until:
            total += (end - start).total_seconds()
            until = end
        elif end > until:
            total += (end - until).total_seconds()
            until = end
    return total
