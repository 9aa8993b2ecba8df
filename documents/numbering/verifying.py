"""Proves that {1…last} of every counter is given numbers and explained skips, each value once (documents §7.6)."""

import logging
from dataclasses import dataclass

from django.db import connection

from documents.models import NumberCounter

logger = logging.getLogger("documents.numbering")
LISTED = 100  # faults told of one run; the first is what an operator follows
# One statement, so that numbers given meanwhile are seen whole or not at all.
_FAULTS = """
    WITH span AS (
        SELECT counter_id, value AS first, value AS last FROM documents_issuednumber
        UNION ALL SELECT counter_id, first, last FROM documents_numberskip),
    step AS (
        SELECT counter_id, first, COALESCE(MAX(last) OVER earlier, 0) AS before FROM span
        WINDOW earlier AS (PARTITION BY counter_id ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
    reached AS (SELECT counter_id, MAX(last) AS last FROM span GROUP BY counter_id)
    SELECT counter_id, before, first FROM step WHERE first <> before + 1
    UNION ALL
    SELECT counter.id, COALESCE(reached.last, 0), counter.last + 1
    FROM documents_numbercounter counter LEFT JOIN reached ON reached.counter_id = counter.id
    WHERE counter.last <> COALESCE(reached.last, 0)
    ORDER BY 1, 2, 3 LIMIT %s
"""
_TOTALS = """
    SELECT (SELECT COUNT(*) FROM documents_numbercounter), (SELECT COUNT(*) FROM documents_issuednumber),
           (SELECT COALESCE(SUM(last - first + 1), 0) FROM documents_numberskip)
"""


@dataclass(frozen=True)
class Verdict:
    """What was read, and what of it does not hold, in words."""

    counters: int
    numbers: int
    skipped: int
    faults: list[str]

    @property
    def counts(self) -> dict[str, int]:
        return {"counters": self.counters, "numbers": self.numbers, "skipped": self.skipped, "gaps": len(self.faults)}


def verify() -> Verdict:
    """Read every counter of the installation; up to ``LISTED`` faults, those of the oldest counter first."""
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS, [LISTED])
        found = cursor.fetchall()
        cursor.execute(_TOTALS)
        totals = map(int, cursor.fetchone())
    owners = NumberCounter.objects.select_related("area__institution", "type").in_bulk({row[0] for row in found})
    for counter, before, after in found:
        logger.error("numbering_gap", extra={"counter": counter, "before": before, "after": after})
    return Verdict(*totals, [_words(owners[counter], before, after) for counter, before, after in found])


def _words(counter, before, after):
    if after <= before:
        return f"{counter}: el valor {after} consta dos veces o pasa de la secuencia."
    missing = f"el valor {before + 1}" if after == before + 2 else f"los valores {before + 1} a {after - 1}"
    return f"{counter}: sin explicación {missing}."
