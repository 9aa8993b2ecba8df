"""Pages of a list: by number for the lists of backups, by key for trays that may hold 200 000 rows.

Walking all pages of a keyset list yields every row once even while rows arrive: a page starts after
the last row seen, not after so many rows (ui.md section 7.4).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from quipux.web import formatting

BACKUP_SIZES = (10, 25, 50, 100)
TRAY_SIZES = (20, 50, 100)
CURSOR_LIMIT = 1200  # characters, enough for 60 letters of any writing; a longer value was not made here


def chosen_size(params, sizes: tuple[int, ...], default: int | None = None) -> int:
    """The page size asked for in the address («tamano»), or the default for anything else."""
    asked = params.get("tamano", "")
    return int(asked) if asked in {str(size) for size in sizes} else (default or sizes[0])


# By number -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NumberedPage:
    rows: list
    number: int
    last: int
    total: int
    size: int
    sizes: tuple[int, ...]

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None

    @property
    def smallest(self) -> int:
        return self.sizes[0]


def numbered(queryset: QuerySet, params, *, sizes=BACKUP_SIZES, default: int | None = None) -> NumberedPage:
    """The page asked for by «pagina» and «tamano» in ``params`` (request.GET); out of range, the nearest.

    The query set must be ordered up to a unique field. Two queries, whatever the page.
    """
    if not queryset.ordered:
        raise ValueError("Pages of an unordered list would repeat rows")
    size = chosen_size(params, sizes, default)
    total = queryset.count()
    last = max(1, -(-total // size))
    asked = params.get("pagina", "1")
    number = min(max(1, int(asked)), last) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    rows = list(queryset[(number - 1) * size : number * size])
    return NumberedPage(rows, number, last, total, size, sizes)


# By key ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cursor:
    """The row beside the page: its values in the order fields, on which side the page lies, and how
    many rows were before the page when the link was made."""

    values: tuple
    backwards: bool
    offset: int

    def encode(self) -> str:
        text = json.dumps([list(map(str, self.values)), int(self.backwards), self.offset], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@dataclass(frozen=True)
class KeysetPage:
    """``most`` is set where the list is longer than was counted: then ``total`` only says that."""

    rows: list
    total: int
    offset: int
    size: int
    sizes: tuple[int, ...]
    previous: str | None = None
    next: str | None = None
    most: int | None = None

    @property
    def total_text(self) -> str:
        return f"más de {formatting.count_text(self.most)}" if self.most else formatting.count_text(self.total)

    @property
    def first_index(self) -> int:
        return self.offset + 1 if self.rows else 0

    @property
    def last_index(self) -> int:
        return self.offset + len(self.rows)

    @property
    def smallest(self) -> int:
        return self.sizes[0]


class KeysetPaginator:
    """Pages of ``queryset`` by ``fields``, all in one direction, the last one unique.

    ``fields`` must not be null; annotate with Coalesce first where they may be. ``total`` is given by
    the caller where a counter already knows it, with ``most`` where it stopped counting there; otherwise it
    is counted.
    """

    def __init__(self, queryset: QuerySet, *, fields=("sort_at", "id"), descending=True, sizes=TRAY_SIZES, total=None,
                 most=None):  # fmt: skip
        self.queryset = queryset
        self.fields = fields
        self.descending = descending
        self.sizes = sizes
        self._total = total
        self.most = most

    def page(self, params) -> KeysetPage:
        """The page asked for by «cursor» and «tamano» (request.GET); a broken cursor gives the first."""
        size = chosen_size(params, self.sizes)
        total = self.queryset.count() if self._total is None else self._total
        cursor = self._read(params.get("cursor", ""))
        backwards = bool(cursor and cursor.backwards)
        rows = self._rows(cursor, backwards, size + 1)
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        offset = self._offset(cursor, rows, more)
        has_next = more if not backwards else True
        has_previous = bool(cursor) if not backwards else more
        return KeysetPage(
            rows, total, offset, size, self.sizes,
            previous=self._link(rows[0], True, offset) if rows and has_previous else None,
            next=self._link(rows[-1], False, offset + len(rows)) if rows and has_next else None,
            most=self.most,
        )  # fmt: skip

    def _rows(self, cursor, backwards, most) -> list:
        """At most so many rows beside the cursor, the nearest first."""
        return list(self._beside(cursor, backwards)[:most])

    def _beside(self, cursor, backwards):
        descending = self.descending != backwards
        order = [f"-{name}" if descending else name for name in self.fields]
        queryset = self.queryset.order_by(*order)
        return queryset.filter(self._past(cursor.values, descending)) if cursor else queryset

    def _past(self, values, descending) -> Q:
        """Rows after ``values``; the first condition alone lets the database use its index."""
        verb = "lt" if descending else "gt"
        condition = Q(**{f"{self.fields[-1]}__{verb}": values[-1]})
        for name, value in reversed(list(zip(self.fields[:-1], values[:-1], strict=True))):
            condition = Q(**{f"{name}__{verb}e": value}) & (Q(**{f"{name}__{verb}": value}) | condition)
        return condition

    def _offset(self, cursor, rows, more) -> int:
        if cursor is None or (cursor.backwards and not more):
            return 0
        return max(0, cursor.offset - len(rows)) if cursor.backwards else cursor.offset

    def _link(self, row, backwards, offset) -> str:
        return Cursor(tuple(self._value(row, name) for name in self.fields), backwards, offset).encode()

    @staticmethod
    def _value(row, name):
        for step in name.split("__"):
            row = getattr(row, step)
        return row.isoformat() if hasattr(row, "isoformat") else row

    def _read(self, text: str) -> Cursor | None:
        if not text or len(text) > CURSOR_LIMIT:
            return None
        try:
            raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            if b"u0000" in raw:  # the database refuses this character in any text
                return None
            values, backwards, offset = json.loads(raw)
            cursor = Cursor(tuple(values), bool(backwards), max(0, int(offset)))
            # Asking the fields themselves: a value that is no instant or no UUID makes no query.
            self.queryset.filter(self._past(cursor.values, self.descending))
        except (ValueError, TypeError, ValidationError):
            return None
        return cursor
