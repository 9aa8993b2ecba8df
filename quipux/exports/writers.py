"""Writing a list into an open binary file, row by row where the format allows it."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import BinaryIO

import xlsxwriter
from django.template.loader import render_to_string

from quipux import clock, pdf
from quipux.exports import cells
from quipux.pdf.job import Limits
from quipux.web.components import Column

SEPARATOR = ";"
WIDTHS = (10, 60)  # characters of a column of the sheet, at least and at most
SAFE_BOOK = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
             "strings_to_numbers": False}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A list to be written.

    Attributes:
        title: what it is, for people.
        columns: headings, in order.
        rows: lists of values as long as ``columns``; read once.
        notes: lines below the title of a PDF: criteria, institution, who asked.
        institution: whose letterhead line the PDF carries.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence]
    notes: Sequence[str] = field(default_factory=tuple)
    institution: str = ""


def write_csv(sheet: Sheet, output: BinaryIO) -> None:
    """CSV as a Spanish spreadsheet opens it: UTF-8 with BOM, «;», CRLF."""
    text = io.TextIOWrapper(output, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text, delimiter=SEPARATOR)
    lines.writerow(cells.safe(_heading(column)) for column in sheet.columns)
    for row in sheet.rows:
        lines.writerow(map(cells.for_spreadsheet, row))
    text.flush()
    text.detach()


def write_xlsx(sheet: Sheet, output: BinaryIO) -> None:
    """XLSX in constant memory; texts are typed as texts, so nothing in it is ever a formula."""
    with xlsxwriter.Workbook(output, SAFE_BOOK) as book:
        book.set_properties({"title": sheet.title, "created": clock.now().replace(tzinfo=None)})
        page = book.add_worksheet()
        page.freeze_panes(1, 0)
        _set_widths(page, sheet.columns)
        bold = book.add_format({"bold": True, "text_wrap": True})
        for position, column in enumerate(sheet.columns):
            page.write_string(0, position, cells.safe(_heading(column)), bold)
        formats = {"day": book.add_format({"num_format": "yyyy-mm-dd"}),
                   "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})}  # fmt: skip
        for line, row in enumerate(sheet.rows, start=1):
            for position, value in enumerate(row):
                _write_cell(page, line, position, value, formats)


def _set_widths(page, columns):
    least, most = WIDTHS
    for position, column in enumerate(columns):
        wide = least if column.numeric else least * 2
        page.set_column(position, position, min(max(len(_heading(column)) + 2, wide), most))


def _write_cell(page, line, position, value, formats):
    if cells.is_number(value):
        page.write_number(line, position, value)
    elif isinstance(value, datetime):
        page.write_datetime(line, position, cells.formatting.official(value).replace(tzinfo=None), formats["instant"])
    elif isinstance(value, date):
        page.write_datetime(line, position, datetime.combine(value, datetime.min.time()), formats["day"])
    elif value not in (None, ""):
        page.write_string(line, position, cells.for_spreadsheet(value))


# A list of 10 000 rows took 280 s and less than 2 GB: only a job in the background has that patience.
PATIENT = Limits(cpu_seconds=1200, wall_seconds=1800, memory_bytes=3 * 1024**3, documents_per_child=1)


def write_pdf(sheet: Sheet, output: BinaryIO, *, patient: bool = False) -> None:
    """A tagged PDF whose table repeats its heads on every page; it runs nothing, so texts stay as they are.

    Args:
        patient: nobody waits: the renderer may take half an hour.

    Raises:
        quipux.pdf.PdfError: the renderer's child failed, was too slow or too big.
    """
    now = clock.now()
    html = render_to_string("exports/pdf/table.html", {
        "title": sheet.title, "institution": sheet.institution, "notes": sheet.notes, "now": now,
        "columns": sheet.columns, "rows": ([cells.plain(value) for value in row] for row in sheet.rows)})  # fmt: skip
    render = _patient_pool().render if patient else pdf.render
    output.write(render(html, title=sheet.title, created=now))


@lru_cache(maxsize=1)
def _patient_pool() -> pdf.Pool:
    return pdf.Pool(limits=PATIENT)


def _heading(column: Column) -> str:
    return column.long or column.label


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


def write(sheet: Sheet, kind: str, output: BinaryIO, *, patient: bool = False) -> None:
    """Write ``sheet`` as ``kind``: csv, xlsx or pdf; ``patient`` where nobody waits for it."""
    if kind == "pdf":
        write_pdf(sheet, output, patient=patient)
    else:
        WRITERS[kind](sheet, output)
