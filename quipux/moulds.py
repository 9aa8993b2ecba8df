"""Statements written once and asked again with other numbers.

Building a statement of many subqueries costs a page more than its answer. Where only the primary keys in it change
from one person to the next, it is built with stand-in numbers, kept, and filled with the real ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import connection
from django.db.models import QuerySet

from quipux import clock

FIRST = 2_147_400_000  # stand-ins fit every integer column, and no installation numbers its rows so high
MOST = 80_000


@dataclass(frozen=True)
class Mould:
    """One statement of one row.

    Attributes:
        names: its columns.
        places: position of each parameter that is filled, and which of the numbers fills it.
    """

    sql: str
    parameters: tuple
    names: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def ask(self, numbers: Sequence[int]) -> dict:
        """The row as a dictionary; ``numbers`` in the order of their stand-ins."""
        filled = list(self.parameters)
        for position, which in self.places:
            filled[position] = numbers[which]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            return dict(zip(self.names, cursor.fetchone(), strict=True))


def stand_in(which: int) -> int:
    """The number written in place of the number ``which`` (from 0)."""
    if which >= MOST:
        raise ValueError(f"more than {MOST} numbers in one statement")
    return FIRST + which


def mould(rows: QuerySet, numbers: int) -> Mould | None:
    """The statement of ``rows``, whose columns are named by ``values(**columns)``.

    Args:
        numbers: how many stand-ins the queryset was built with.

    Returns:
        None where the statement holds a value that is neither a stand-in nor the same for everybody: another whole
        number, or an instant that is no beginning of a day. Such a statement is not kept.
    """
    sql, parameters = rows.query.sql_with_params()
    places = tuple(
        (position, value - FIRST)
        for position, value in enumerate(parameters)
        if type(value) is int and FIRST <= value < FIRST + numbers
    )
    known = {position for position, _ in places} | _of_exists(sql)
    if any(_belongs_to_somebody(value) for position, value in enumerate(parameters) if position not in known):
        return None
    return Mould(sql, tuple(parameters), tuple(rows.query.annotation_select), places)


def _of_exists(sql):
    """The places of the number 1 that Django writes as the only column of EXISTS."""
    around = sql.replace("%%", "").split("%s")
    pairs = enumerate(pairwise(around))
    return {place for place, (before, after) in pairs if before.endswith("SELECT ") and after.startswith(' AS "a"')}


def _belongs_to_somebody(value) -> bool:
    if isinstance(value, datetime):
        return value != clock.day_start(clock.day_at(value))
    return type(value) is int
