"""11 Libro de numeración: every value of one counter, and what became of it (documents §7.6)."""

from collections.abc import Iterator
from itertools import islice

from documents.models import Copy, NumberCounter
from documents.numbering.book import STANDINGS, book
from documents.reports.lists import CONFIDENTIAL
from documents.reports.shape import FixedRows, Question, ReportColumn, Result, Row
from documents.states import CopyRole

COLUMNS = (ReportColumn("valor", "Valor"), ReportColumn("numero", "Número"), ReportColumn("asunto", "Documento"),
           ReportColumn("estado", "Estado"), ReportColumn("motivo", "Motivo"), ReportColumn("fecha", "Fecha"),
           ReportColumn("quien", "Quién"))  # fmt: skip
AT_ONCE = 500  # rows whose documents are read together


class BookRows:
    """Rows of the book; the documents of a page are read with one query."""

    ordered = True

    def __init__(self, found, question: Question):
        self._found, self._question = found, question

    def count(self) -> int:
        return self._found.count()

    def __getitem__(self, part: slice) -> list[Row]:
        return self._drawn(list(self._found[part]))

    def __iter__(self) -> Iterator[Row]:
        entries = self._found.iterator(chunk_size=AT_ONCE)
        while some := list(islice(entries, AT_ONCE)):
            yield from self._drawn(some)

    def _drawn(self, entries):
        documents = {entry["document_pk"] for entry in entries} - {None}
        originals = Copy.objects.with_level(self._question.actor).select_related("document")
        by_document = {copy.document_id: copy
                       for copy in originals.filter(document__in=documents, role=CopyRole.ORIGINAL)}  # fmt: skip
        return [_row(entry, by_document.get(entry["document_pk"])) for entry in entries]


def _row(entry, original):
    values = str(entry["start"]) if entry["start"] == entry["end"] else f"{entry['start']}-{entry['end']}"
    return Row([values, entry["number"], _subject(original), STANDINGS[entry["standing"]], entry["why"],
                entry["when"], entry["who"]])  # fmt: skip


def _subject(original):
    if original is None:
        return ""
    if original.is_confidential:
        return CONFIDENTIAL
    return original.document.subject if original.level else ""


def number_book(question: Question) -> Result:
    """The counter chosen among those of the áreas within reach; the newest without a choice."""
    counter = NumberCounter.objects.filter(pk=question.counter).first() if question.counter else None
    if counter is None:
        return Result(COLUMNS, FixedRows())
    return Result(COLUMNS, BookRows(book(question.actor.institution, counter), question))
