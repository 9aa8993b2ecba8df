"""Working days of Ecuador: deadlines of documents and nights of backups count them (documents §5.3, backups §2.5).

The arithmetic is here and asks nobody; ``quipux.calendar.days`` adds the days that operators decreed.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property, lru_cache

from holidays.countries import Ecuador

SATURDAY = 5
DAY = timedelta(days=1)


@lru_cache(maxsize=200)
def national_holidays(year: int) -> dict[date, str]:
    """The national days off observed within ``year``, with their names: those of the next year may fall in this one."""
    known = Ecuador(observed=True, language="es", years=(year, year + 1))
    return {day: name for day, name in known.items() if day.year == year}


def _weekdays_until(day: date) -> int:
    """How many days from Monday to Friday there were since the first of the calendar, a Monday, up to ``day``."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * SATURDAY + min(rest, SATURDAY)


class WorkingCalendar:
    """Monday to Friday without national holidays as they are observed, and without ``extra`` days off."""

    def __init__(self, extra: Iterable[date] = ()):
        """
        Args:
            extra: days off besides the national ones; read once, the first time a day is asked about.
        """
        self._given = extra
        self._off_of = {}

    @cached_property
    def _extra(self) -> frozenset[date]:
        return frozenset(self._given)

    def _off(self, year: int) -> frozenset[date]:
        """The days from Monday to Friday of a year on which nobody works."""
        if year not in self._off_of:
            days = {*national_holidays(year), *(day for day in self._extra if day.year == year)}
            self._off_of[year] = frozenset(day for day in days if day.weekday() < SATURDAY)
        return self._off_of[year]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self._off(day.year)

    def add_working_days(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day`` (before it where ``n`` is negative); ``day`` itself for 0."""
        step = DAY if n > 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after ``start`` up to and including ``end``; 0 if ``end`` is not later.

        Counted by weeks: a list may hold deadlines of ten years ago.
        """
        if end <= start:
            return 0
        off = sum(start < day <= end for year in range(start.year, end.year + 1) for day in self._off(year))
        return _weekdays_until(end) - _weekdays_until(start) - off

    def next_working_day(self, day: date) -> date:
        """``day`` if it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def holiday_name(self, day: date) -> str:
        """The name of the national holiday observed on ``day``, empty on any other."""
        return national_holidays(day.year).get(day, "")
