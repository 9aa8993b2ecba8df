"""The shape of a bulk load: everything about document n follows from n, so that no statement has to look back."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from quipux import clock

YEARS = 10
MOST_INSTITUTIONS = 20
AREAS_EACH = 10  # of an institution, at most
PEOPLE_EACH = 250  # of an institution before another one is made
FEWEST_PEOPLE = 20
# In the order in which áreas use them; a paper for another institution is an Oficio.
TYPES = ("memorando", "oficio", "circular", "resolucion")
UNNUMBERED = 0.04  # of all documents: drafts and what was deleted
BUSY_SHARE, BUSY_MOST = 0.02, 200_000  # copies that one post holds in Recibidos
PLACES = 4  # of an identifier: the original and up to three recipients


@dataclass(frozen=True)
class Year:
    """The documents ``first`` to ``next - 1``, registered one after another from ``begins`` on."""

    year: int
    first: int
    next: int
    begins: datetime
    seconds: int


@dataclass(frozen=True)
class Plan:
    """How many of everything.

    Attributes:
        documents, people: as asked for.
        run: number of this load in the database, part of the siglas.
    """

    documents: int
    people: int
    run: int

    @property
    def institutions(self) -> int:
        return max(2, min(MOST_INSTITUTIONS, self.people // PEOPLE_EACH))

    @property
    def areas(self) -> int:
        """Áreas of all institutions that have documents; two people at least work in each."""
        each = max(1, min(AREAS_EACH, self.people // self.institutions // 2))
        return each * self.institutions

    @property
    def seated(self) -> int:
        """People who write and receive; the rest of them only fill the lists of people."""
        return self.people - self.people % self.areas

    @property
    def numbered(self) -> int:
        return self.documents - int(self.documents * UNNUMBERED)

    @property
    def busy(self) -> int:
        """Copies of the busiest post."""
        return min(BUSY_MOST, int(self.documents * BUSY_SHARE), self.numbered // self.institutions)

    def years(self) -> list[Year]:
        """Ten years to this day, documents spread evenly; those without number belong to the last."""
        now = clock.now()
        starts = [now.replace(year=now.year - back, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
                  for back in range(YEARS - 1, -1, -1)]  # fmt: skip
        ends = [*starts[1:], now]
        spans = [max(1, int((end - start).total_seconds())) for start, end in zip(starts, ends, strict=True)]
        cuts = [ceil(self.numbered * sum(spans[:i]) / sum(spans)) for i in range(YEARS + 1)]
        cuts[-1] = self.documents
        return [Year(start.year, first, following, start, seconds)
                for start, first, following, seconds in zip(starts, cuts, cuts[1:], spans, strict=False)]  # fmt: skip

    def values(self) -> dict[str, int]:
        """What the statements are told, by name."""
        colleagues = self.seated // self.institutions
        return {
            "documents": self.documents, "numbered": self.numbered, "people": self.people, "run": self.run,
            "institutions": self.institutions, "areas": self.areas, "seated": self.seated, "types": len(TYPES),
            "series": self.areas * len(TYPES), "in_area": self.seated // self.areas, "colleagues": colleagues,
            "third": (colleagues - 1) // 3, "busy": self.busy, "of_first": self.numbered // self.institutions,
            "type_slugs": list(TYPES),
        }  # fmt: skip


def chance(salt: int, choices: str | int, of: str = "n") -> str:
    """SQL with values: a number from 0 to ``choices - 1``, always the same one for the same row."""
    return f"((hashint8extended({of}, {salt}) & 2147483647) %% {choices})"
