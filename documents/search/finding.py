"""Copies that meet every condition, the newest first, without looking at more than that takes (performance §2)."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from documents.models import Copy
from documents.search.limits import SECONDS, TooSlow
from documents.search.reach import NOTHING, Reach, matching
from documents.search.terms import Term

TOGETHER = 150  # documents judged by one statement: of more the database prepares to judge all there are
FIRST, LAST = datetime.min.replace(year=2, tzinfo=UTC), datetime.max.replace(year=9000, tzinfo=UTC)


@dataclass(frozen=True)
class Finding:
    """A question of the search.

    Attributes:
        copies: all that answer it, with every condition asked of each; the way to them is this object's.
        reach: among which documents they are.
        terms: what a row of the index must have, of those conditions.
        start, end: instants between which Fecha Documento lies, where that was asked.
    """

    copies: QuerySet
    reach: Reach
    terms: list[Term] = field(default_factory=list)
    start: datetime = FIRST
    end: datetime = LAST

    def newest(self, most: int | None, *, beyond: tuple[datetime, int] | None = None,
               oldest_first: bool = False) -> list[Copy]:  # fmt: skip
        """At most so many, in order; None for all.

        Args:
            beyond: date and primary key of the copy after which they begin.
            oldest_first: go the other way.

        Raises:
            TooSlow: too many had to be looked at.
        """
        begun = time.monotonic()
        sign, found = "" if oldest_first else "-", []
        ordered = self.copies.order_by(f"{sign}sort_at", f"{sign}pk")
        if beyond:
            ordered = ordered.filter(_past(*beyond, oldest_first))
        for documents in self._portions(beyond and beyond[0], oldest_first):
            left = None if most is None else most - len(found)
            found += ordered.filter(document__in=documents)[:left]
            if most is not None and len(found) >= most:
                break
            if time.monotonic() - begun > SECONDS:
                raise TooSlow
        return found

    def _portions(self, edge, oldest_first):
        """Documents as many as are judged together, in order and each once; those of one instant are never parted."""
        asked, seen = False, set()
        for dated in self._batches(edge, oldest_first):
            portion, last = [], None
            for at, document in dated:
                if document in seen:
                    continue
                if len(portion) >= TOGETHER and at != last:
                    yield portion
                    portion = []
                portion.append(document)
                seen.add(document)
                last = at
            if portion or not asked:  # what nobody finds costs as much as what somebody may not see (safety S-92)
                yield portion or NOTHING
            asked = True

    def _batches(self, edge, oldest_first):
        known = self.reach.having(self.terms)
        if known is not None:
            ordered = known if oldest_first else known[::-1]
            yield [pair for pair in ordered if edge is None or (pair[0] >= edge if oldest_first else pair[0] <= edge)]
            return
        edges = (self.start, self.end) if oldest_first else (self.end, self.start)
        for dated in self.reach.in_order(edge or edges[0], edges[1], oldest_first=oldest_first):
            yield matching(self.terms, dated) if self.terms else dated


def _past(at, key, oldest_first):
    if oldest_first:
        return Q(sort_at__gte=at) & (Q(sort_at__gt=at) | Q(pk__gt=key))
    return Q(sort_at__lte=at) & (Q(sort_at__lt=at) | Q(pk__lt=key))
