"""One report as a page and as a file, for the office and for the SGE."""

from dataclasses import dataclass
from functools import cached_property

from institutions.reports.shape import Reach, Report
from quipux import exports
from quipux.errors import Invalid
from quipux.web.pagination import numbered


@dataclass(frozen=True)
class _Lines:
    """Rows in the order of the report, as a page by number asks for them."""

    lines: list[list]
    ordered = True

    def count(self) -> int:
        return len(self.lines)

    def __getitem__(self, asked):
        return self.lines[asked]


@dataclass
class ReportPage:
    """A report with its rows.

    Args:
        params: query of the address, for the page of rows.
    """

    report: Report
    reach: Reach
    params: dict

    @cached_property
    def lines(self) -> list[list]:
        return self.report.rows(self.reach)

    def context(self) -> dict:
        page = numbered(_Lines(self.lines), self.params)
        return {"report": self.report, "columns": self.report.columns, "rows": page.rows, "page": page,
                "institution": self.reach.institution}  # fmt: skip

    def export(self, request, kind: str, *, actor=None):
        """The whole report as an attachment, counted and logged.

        Args:
            actor: who takes it, where the request has no context of an office.

        Raises:
            Invalid: no such kind of file, or more rows than it may have.
        """
        if kind not in exports.Kind.values:
            raise Invalid("Elija CSV, XLSX o PDF.")
        return exports.export_response(
            request, self.sheet(), kind=kind, total=len(self.lines), name=self.file_slug, actor=actor
        )

    def sheet(self) -> exports.Sheet:
        """The whole report for a file."""
        where = self.reach.institution.name if self.reach.institution else ""
        return exports.Sheet(self.report.title, self.report.columns, self.lines, institution=where)

    @property
    def file_slug(self) -> str:
        return f"reporte-{self.report.slug}"
