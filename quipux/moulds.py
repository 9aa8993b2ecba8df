"""Statements written once and asked again with other numbers.

Building a statement of many subqueries costs a page more than its answer. Where only the primary keys in it change
from one person to the next, it is built with stand-in numbers, kept, and filled with the real ones.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet

from quipux import clock

FIRST = 2_147_400_000  # stand-ins fit every integer column, and no installation numbers its rows so high
MOST = 80_000
FIXED_CLOCK = datetime(9000, 1, 1, 12, 34, 56, tzinfo=clock.GUAYAQUIL)  # stands for the instant of a fixed clock


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
    places = tuple(_places(parameters, numbers))
    if _strange(sql, parameters, {position for position, _ in places}):
        return None
    return Mould(sql, tuple(parameters), tuple(rows.query.annotation_select), places)


class RowsMould:
    """The statement of whole rows of a model, with what was selected along with them.

    Args:
        build: the queryset for a list of numbers; it depends on nothing else but the clock.
        numbers: how many.
    """

    def __init__(self, build: Callable[..., QuerySet], numbers: int):
        self._build, self._numbers, self._kept = build, numbers, {}

    def ask(self, *numbers: int) -> list:
        """The rows for these numbers."""
        fixed = clock.frozen_instant()
        kept = self._kept.get(fixed is not None)
        if kept is None:
            kept = self._kept[fixed is not None] = self._written(fixed)
        rows, compiler, sql, parameters, places = kept
        filled = list(parameters)
        for position, which in places:
            filled[position] = fixed if which is None else numbers[which]
        # The queryset makes rows of what its compiler fetches; this one already knows what to say to the database.
        rows, compiler = rows.all(), copy(compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_, **__: (sql, tuple(filled))
        rows.query.get_compiler = lambda *_, **__: compiler
        return list(rows)

    def _written(self, fixed):
        standing = [stand_in(which) for which in range(self._numbers)]
        with clock.frozen_at(FIXED_CLOCK) if fixed else nullcontext():
            rows = self._build(*standing)
            compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
            sql, parameters = compiler.as_sql()
        places = _places(parameters, self._numbers)
        places += [(position, None) for position, value in enumerate(parameters) if value == FIXED_CLOCK]
        strange = _strange(sql, parameters, {position for position, _ in places})
        if strange:
            raise ValueError(f"neither a number that was given nor the same for everybody: {strange}")
        return rows, compiler, sql, tuple(parameters), places


def _places(parameters, numbers):
    """Where each stand-in is, and which number it stands for."""
    return [(position, value - FIRST) for position, value in enumerate(parameters)
            if type(value) is int and FIRST <= value < FIRST + numbers]  # fmt: skip


def _strange(sql, parameters, places):
    """The values that belong to one person or moment, of those that no number is put in place of."""
    known = places | _of_exists(sql)
    return [value for position, value in enumerate(parameters)
            if position not in known and _belongs_to_somebody(value)]  # fmt: skip


def _of_exists(sql):
    """The places of the number 1 that Django writes as the only column of EXISTS."""
    around = sql.replace("%%", "").split("%s")
    pairs = enumerate(pairwise(around))
    return {place for place, (before, after) in pairs if before.endswith("SELECT ") and after.startswith(' AS "a"')}


def _belongs_to_somebody(value) -> bool:
    if isinstance(value, datetime):
        return value != clock.day_start(clock.day_at(value))
    return type(value) is int
