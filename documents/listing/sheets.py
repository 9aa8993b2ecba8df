"""A whole list as a table: for its files and for paper (documents §5.3, ui §7.17)."""

from collections.abc import Iterator
from itertools import islice

from documents.listing.lists import TrayList
from documents.listing.rows import rows_of
from documents.trays.columns import COLUMNS
from documents.trays.counting import CountOf, counted_together
from quipux.errors import Invalid
from quipux.exports import Sheet
from quipux.web.components import Column

BATCH = 500  # rows whose facts are looked up together
ON_PAPER = 1000  # rows of a printed list


def whole_count(listing: TrayList) -> int:
    """How many rows the list has, all of them counted."""
    return counted_together(listing.actor.appointment, total=CountOf(listing.view_rows))["total"]


def _columns(listing):
    """The number first: it names the row."""
    return [COLUMNS[name] for name in sorted(listing.tray.columns, key=lambda name: name != "numero")]


def headings(listing: TrayList) -> list[Column]:
    return [column.heading for column in _columns(listing)]


def values(listing: TrayList, most: int | None = None) -> Iterator[list]:
    """One list of values per row, in the order of the list, masked as on the screen.

    Args:
        most: rows at most; None for all.
    """
    columns = _columns(listing)
    found = listing.sorted_rows()
    found = found[:most] if most else found
    waiting = found.iterator(chunk_size=BATCH)
    while items := list(islice(waiting, BATCH)):
        for row in rows_of(listing.tray, items, listing.desk):
            yield [column.value(row) for column in columns]


def sheet_of(listing: TrayList) -> Sheet:
    """The list for a file.

    Raises:
        Invalid: a filter has a fault.
    """
    if not listing.is_valid:
        raise Invalid("Corrija los filtros antes de exportar o imprimir la lista.")
    return Sheet(listing.tray.label, headings(listing), values(listing), [listing.filters.in_words],
                 listing.actor.institution_name)  # fmt: skip
