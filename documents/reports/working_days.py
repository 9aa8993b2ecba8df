"""Delays in working days, for many documents at once (documents §14)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, median

from quipux import clock
from quipux.calendar import WorkingCalendar

DAY = timedelta(days=1)


class DayCounter:
    """Counts as `WorkingCalendar` does, asking it once per day however many delays are measured."""

    def __init__(self, calendar: WorkingCalendar):
        self._calendar, self._working, self._known = calendar, [], None

    def between(self, start: datetime, end: datetime) -> int:
        """Working days after the day of ``start`` up to and including that of ``end``; 0 if it is not later."""
        first, last = clock.local(start).date(), clock.local(end).date()
        if last <= first:
            return 0
        self._learn(first, last)
        return bisect_right(self._working, last) - bisect_right(self._working, first)

    def _learn(self, first: date, last: date) -> None:
        if self._known and self._known[0] <= first and last <= self._known[1]:
            return
        low, high = (min(first, self._known[0]), max(last, self._known[1])) if self._known else (first, last)
        days = (low + DAY * number for number in range((high - low).days + 1))
        self._working, self._known = [day for day in days if self._calendar.is_working_day(day)], (low, high)


@dataclass(frozen=True)
class Delay:
    """Median, average and maximum of some delays; nothing where there are none."""

    median: float | None
    average: float | None
    maximum: int | None

    @property
    def values(self) -> list:
        return [self.median, self.average, self.maximum]


def delay_of(days: Sequence[int]) -> Delay:
    if not days:
        return Delay(None, None, None)
    return Delay(round(median(days), 1), round(mean(days), 1), max(days))
