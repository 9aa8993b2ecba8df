"""A report as an address of it asks for: criteria, columns, page of rows, totals, exports (documents §14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import SimpleNamespace

from dateutil.relativedelta import relativedelta
from django.http import QueryDict
from django.urls import reverse

from documents.reports.catalogue import REPORTS
from documents.reports.forms import CriteriaForm
from documents.reports.scope import Scope
from documents.reports.shape import Question, Report, ReportColumn, Result
from documents.reports.working_days import DayCounter
from quipux import clock, exports
from quipux.calendar.days import working_calendar
from quipux.charts import value_text
from quipux.web.components import Link
from quipux.web.pagination import numbered

SIZES = (50, 100)
PICKED = "columna"  # repeated in the address, once per column shown


@dataclass
class ReportPage:
    """One report for one person.

    Args:
        params: the address's query.
    """

    report: Report
    actor: object
    params: QueryDict

    # What is asked ------------------------------------------------------------------------------------
    @cached_property
    def scope(self) -> Scope:
        return Scope(self.actor)

    @cached_property
    def form(self) -> CriteriaForm:
        """Bound to the address, with the period of the report written in it."""
        data = self.params.copy()
        data["desde"] = data.get("desde") or self.default_period[0].isoformat()
        data["hasta"] = data.get("hasta") or self.default_period[1].isoformat()
        if "secuencia" in self.report.criteria and not data.get("secuencia"):
            data["secuencia"] = next((str(counter.pk) for counter in self.scope.counters()[:1]), "")
        return CriteriaForm(data, report=self.report, scope=self.scope)

    @cached_property
    def now(self):
        return clock.now()

    @cached_property
    def default_period(self) -> tuple[date, date]:
        """The current month."""
        day = self.now.date()
        return day.replace(day=1), day.replace(day=1) + relativedelta(months=1) - timedelta(days=1)

    @cached_property
    def question(self) -> Question:
        """The criteria within the person's reach; only of a valid form."""
        data = dict(zip(("desde", "hasta"), self.default_period, strict=True)) | self.form.cleaned_data
        start, end = clock.day_range(data["desde"], data["hasta"])
        people = self.scope.appointments(
            area=int(data.get("area") or 0), with_lower=bool(data.get("dependientes")), name=data.get("usuario", ""),
            person=str(data.get("persona") or ""))  # fmt: skip
        return Question(
            self.actor, people, self.scope.is_wide, data["desde"], data["hasta"], start, end, self.now,
            DayCounter(working_calendar()), data.get("tipo", ""), int(data.get("institucion") or 0) or None,
            data.get("estado", ""), int(data.get("secuencia") or 0) or None)  # fmt: skip

    @cached_property
    def result(self) -> Result | None:
        """None while a criterion has a fault."""
        return self.report.compute(self.question) if self.form.is_valid() else None

    # Columns ------------------------------------------------------------------------------------------
    @cached_property
    def places(self) -> list[int]:
        """Which columns are shown, in their order; the first always is."""
        wanted = set(self.params.getlist(PICKED))
        columns = self.result.columns
        found = [place for place, column in enumerate(columns) if place == 0 or not wanted or column.key in wanted]
        return found if len(found) > 1 or len(columns) == 1 else list(range(len(columns)))

    @property
    def shown(self) -> list[ReportColumn]:
        return [self.result.columns[place] for place in self.places]

    @property
    def headings(self) -> list:
        return [column.heading for column in self.shown]

    @property
    def picks(self) -> list[tuple[ReportColumn, bool]]:
        """The columns that may be left out, and whether each is shown."""
        shown = set(self.places)
        return [(column, place in shown) for place, column in enumerate(self.result.columns) if place]

    # Rows ---------------------------------------------------------------------------------------------
    @cached_property
    def page(self):
        return numbered(self.result.rows, self.params, sizes=SIZES)

    @cached_property
    def rows(self) -> list[list]:
        """The values of the page, the first of each a link to the list behind it."""
        return [self._values(row, linked=True) for row in self.page.rows]

    def _values(self, row, *, linked=False):
        values = [row.values[place] for place in self.places]
        if linked:
            values = [value_text(v) if exports.is_number(v) else v for v in values]
            if self.report.detail and row.key:
                values[0] = Link(str(values[0]), self._detail_url(row.key), "(ver la lista)")
        return values

    def _detail_url(self, key):
        kept = self._criteria()
        kept[self.report.key] = key
        return f"{self.url_of(REPORTS[self.report.detail])}?{kept.urlencode()}"

    def _criteria(self):
        """The part of the address that this report and this person may ask by."""
        kept = self.params.copy()
        for name in set(kept) - set(self.form.fields):
            kept.pop(name)
        return kept

    @property
    def totals(self) -> list[tuple[str, str]]:
        """Label and total of every shown column that has one."""
        found = self.result.totals
        return [(column.long or column.label, _words(found[column.key])) for column in self.shown
                if found.get(column.key) is not None]  # fmt: skip

    # Addresses ----------------------------------------------------------------------------------------
    @staticmethod
    def url_of(report: Report) -> str:
        return reverse("documents:report", args=[report.slug])

    @property
    def clear_url(self) -> str:
        return self.url_of(self.report)

    @property
    def kept(self) -> SimpleNamespace:
        """What the criteria form carries along unseen: page size and picked columns."""
        names = ("tamano", PICKED)
        return SimpleNamespace(items=[(name, value) for name in names for value in self.params.getlist(name)])

    @property
    def columns_kept(self) -> list[tuple[str, str]]:
        """What the form of the columns carries along unseen: the criteria."""
        return [(name, value) for name, values in self._criteria().lists() for value in values]

    @property
    def export_url(self) -> str:
        query = self.params.urlencode()
        return reverse("documents:report_export", args=[self.report.slug]) + (f"?{query}" if query else "")

    @property
    def back(self) -> dict[str, str]:
        """To the report this is the list of, with the same period; else to all of them."""
        if not self.report.parent:
            return {"url": reverse("documents:reports"), "text": "Reportes"}
        parent, kept = REPORTS[self.report.parent], self._criteria()
        for name in ("persona", "estado"):
            kept.pop(name, None)
        return {"url": f"{self.url_of(parent)}?{kept.urlencode()}", "text": f"{parent.number} {parent.title}"}

    # Export -------------------------------------------------------------------------------------------
    @property
    def in_words(self) -> str:
        """The period, or the sequence, that the report covers."""
        if "secuencia" in self.form.fields:
            return dict(self.form.fields["secuencia"].choices).get(self.form.cleaned_data["secuencia"], "")
        return f"Desde {self.question.first} hasta {self.question.last}"

    @property
    def total(self) -> int:
        """How many rows an export has."""
        return self.result.rows.count()

    @property
    def file_slug(self) -> str:
        return f"reporte-{self.report.number.replace('.', '-')}-{self.report.slug}"

    def sheet(self) -> exports.Sheet:
        """The whole report as a list: every row, and its totals in the last line."""
        report = self.report
        return exports.Sheet(f"{report.number} {report.title}", self.headings, self._lines(),
                             notes=(self.in_words, self.actor.label), institution=self.actor.institution_name)  # fmt: skip

    def _lines(self) -> Iterator[list]:
        for row in self.result.rows:
            yield self._values(row)
        if any(self.result.totals.get(column.key) is not None for column in self.shown[1:]):
            yield ["Total", *(self.result.totals.get(column.key) for column in self.shown[1:])]


def _words(value) -> str:
    return value_text(value) if exports.is_number(value) else str(value)
