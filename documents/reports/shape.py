"""What a report is, what it is asked, and what it answers (documents §14)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from documents.reports.working_days import DayCounter
from quipux.charts import Chart
from quipux.web.components import Column


@dataclass(frozen=True)
class Question:
    """The criteria of one report, already narrowed to what the person may ask.

    Attributes:
        actor: who asks; lists show no more than this person may read.
        appointments: those whose work is reported.
        is_wide: the whole institution is reported, by permission and not by own work.
        first, last: days of the period, both inclusive; ``start`` and ``end`` are its instants, half-open.
        type, institution: slug of a document type and primary key of another institution, or nothing.
        state: slug of a state that a list is narrowed to, or nothing.
        counter: primary key of the counter whose book is asked for, or nothing.
        now: when it is computed.
        days: counts working days.
    """

    actor: Any
    appointments: QuerySet
    is_wide: bool
    first: date
    last: date
    start: datetime
    end: datetime
    now: datetime
    days: DayCounter
    type: str = ""
    institution: int | None = None
    state: str = ""
    counter: int | None = None


@dataclass(frozen=True)
class ReportColumn:
    """A column that a person may pick; ``key`` names it in the address."""

    key: str
    label: str
    long: str = ""
    numeric: bool = False

    @property
    def heading(self) -> Column:
        return Column(self.label, self.long, self.numeric)


@dataclass(frozen=True)
class Row:
    """Values in the order of the columns; ``key`` narrows the list behind the row to it."""

    values: Sequence
    key: str = ""


class FixedRows(list):
    """Rows that are all there, as a page by number reads them."""

    ordered = True

    def count(self) -> int:
        return len(self)


class DrawnRows:
    """Rows of a query set, each drawn when it is read: a page draws a page, an export draws on the way."""

    ordered = True

    def __init__(self, queryset: QuerySet, draw: Callable[[Any], Row]):
        self._queryset, self._draw = queryset, draw

    def count(self) -> int:
        return self._queryset.count()

    def __getitem__(self, part: slice) -> list[Row]:
        return [self._draw(found) for found in self._queryset[part]]

    def __iter__(self) -> Iterator[Row]:
        return map(self._draw, self._queryset.iterator(chunk_size=1000))


@dataclass
class Result:
    """A computed report.

    Attributes:
        totals: key of a column → its total over all rows.
    """

    columns: Sequence[ReportColumn]
    rows: FixedRows | DrawnRows
    totals: dict[str, Any] = field(default_factory=dict)
    chart: Chart | None = None


@dataclass(frozen=True)
class Report:
    """One report of the table of documents §14.

    Attributes:
        number: as people quote it, «02» or «01.1».
        criteria: which of «tipo», «institucion», «estado» it asks besides period, área and person; «secuencia» stands
            alone.
        compute: answers a question.
        detail: slug of the list behind each row.
        key: the field of the list's address that takes a row's key.
        parent: slug of the report this is the list of.
    """

    number: str
    slug: str
    title: str
    explained: str
    compute: Callable[[Question], Result]
    criteria: tuple[str, ...] = ()
    detail: str = ""
    key: str = "persona"
    parent: str = ""
