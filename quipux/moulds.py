"""Statements written once and asked again with other numbers.

Building a statement of many subqueries costs a page more than its answer. Where only the primary keys in it change
from one person to the next, it is built with stand-in numbers, kept, and filled with the real ones.
"""

from collections.abc import Callable
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from quipux import clock, prepared

FIRST = 2_147_400_000  # stand-ins fit every integer column, and no installation numbers its rows so high
MOST = 80_000
FIXED_CLOCK = datetime(9000, 1, 1, 12, 34, 56, tzinfo=clock.GUAYAQUIL)  # stands for the instant of a fixed clock


def stand_in(which: int) -> int:
    """The number written in place of the number ``which`` (from 0)."""
    if which >= MOST:
        raise ValueError(f"more than {MOST} numbers in one statement")
    return FIRST + which


class Personal(ValueError):
    """A statement that holds a value which is neither a stand-in nor the same for everybody: another whole number,
    or an instant that is no beginning of a day. Such a statement is not kept."""


@dataclass(frozen=True)
class Written:
    """A statement and the rows it makes.

    Attributes:
        parameters: its values, those of its writing where another is put in place.
        places: position of each value that is filled, and which of the numbers fills it; None for the fixed clock.
    """

    rows: QuerySet
    compiler: SQLCompiler
    sql: str
    parameters: tuple
    places: list[tuple[int, int | None]]

    def ask(self, *numbers: int, plans_once: bool = True) -> list:
        """The rows for these numbers, in the order of their stand-ins.

        Args:
            plans_once: one plan serves whatever the numbers; where somebody's many rows ask for another, it does not.
        """
        fixed, filled = clock.frozen_instant(), list(self.parameters)
        for position, which in self.places:
            filled[position] = fixed if which is None else numbers[which]
        # The queryset makes rows of what its compiler fetches; this one already knows what to say to the database.
        rows, compiler = self.rows.all(), copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        asked = prepared.asking(compiler.connection, self._statement) if plans_once else None
        statement = (asked, tuple(filled[place] for place, _ in self.places)) if asked else (self.sql, tuple(filled))
        compiler.as_sql = lambda *_, **__: statement
        rows.query.get_compiler = lambda *_, **__: compiler
        return list(rows)

    @cached_property
    def _statement(self) -> prepared.Statement:
        places = [position for position, _ in self.places]
        return prepared.Statement.of(connections[DEFAULT_DB_ALIAS], self.sql, self.parameters, places)


def written(build: Callable[..., QuerySet], numbers: int) -> Written:
    """The statement of what ``build`` makes of so many stand-ins; while the clock is fixed it serves any fixed instant.

    Args:
        build: a queryset of whole rows or of ``values()``; it depends on nothing else but the clock.

    Raises:
        Personal: the statement belongs to one person or moment.
    """
    standing = [stand_in(which) for which in range(numbers)]
    with clock.frozen_at(FIXED_CLOCK) if clock.frozen_instant() else nullcontext():
        rows = build(*standing)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
    places = _places(parameters, numbers)
    places += [(position, None) for position, value in enumerate(parameters) if value == FIXED_CLOCK]
    strange = _strange(sql, parameters, {position for position, _ in places})
    if strange:
        raise Personal(f"neither a number that was given nor the same for everybody: {strange}")
    return Written(rows, compiler, sql, tuple(parameters), places)


class RowsMould:
    """A statement written when it is first asked, and kept.

    Args:
        build: as `written` takes it.
        numbers: how many.
    """

    def __init__(self, build: Callable[..., QuerySet], numbers: int):
        self._build, self._numbers, self._kept = build, numbers, {}

    def ask(self, *numbers: int) -> list:
        """The rows for these numbers."""
        is_fixed = clock.frozen_instant() is not None
        if is_fixed not in self._kept:
            self._kept[is_fixed] = written(self._build, self._numbers)
        return self._kept[is_fixed].ask(*numbers)


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
    return type(value) is int or isinstance(value, UUID)
