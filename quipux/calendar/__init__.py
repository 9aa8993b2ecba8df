"""Working days of Ecuador: deadlines of documents and nights of backups count them (documents §5.3, backups §2.5).

The arithmetic is here and asks nobody; ``quipux.calendar.days`` adds the days that operators decreed.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

from holidays.countries import Ecuador

SATURDAY = 5
DAY = timedelta(days=1)


class WorkingCalendar:
    """Monday to Friday without national holidays as they are observed, and without ``extra`` days off."""

    def __init__(self, extra: Iterable[date] = ()):
        """
        Args:
            extra: days off besides the national ones; read once, the first time a day is asked about.
        """
        self._national = Ecuador(observed=True, language="es")  # computes each year the first time it is asked for
        self._given = extra

    @cached_property
    def _extra(self) -> frozenset[date]:
        return frozenset(self._given)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self._national and day not in self._extra

    def add_working_days(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day`` (before it where ``n`` is negative); ``day`` itself for 0."""
        step = DAY if n > 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after ``start`` up to and including ``end``; 0 if ``end`` is not later."""
        days = (start + DAY * number for number in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def next_working_day(self, day: date) -> date:
        """``day`` if it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def holiday_name(self, day: date) -> str:
        """The name of the national holiday observed on ``day``, empty on any other."""
        return self._national.get(day, "")
