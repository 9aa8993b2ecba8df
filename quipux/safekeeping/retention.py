"""Which copies of the system are kept: so many days, weeks and months (safety §11)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple


class Keep(NamedTuple):
    """How many days, weeks and months keep their last copy."""

    days: int
    weeks: int
    months: int


def kept(made: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Of the instants of all copies, those to be kept: the last of each of the newest days, weeks and months."""
    newest_first = sorted(made, reverse=True)
    return (
        _last_of(newest_first, keep.days, lambda at: at.date())
        | _last_of(newest_first, keep.weeks, lambda at: at.isocalendar()[:2])
        | _last_of(newest_first, keep.months, lambda at: (at.year, at.month))
    )


def _last_of(newest_first: list[datetime], count: int, period: Callable) -> set[datetime]:
    last: dict = {}
    for at in newest_first:
        last.setdefault(period(at), at)
    return set(list(last.values())[:count])
