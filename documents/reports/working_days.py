"""Delays in working days, for many documents at once (documents §14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean, median

from quipux import clock
from quipux.calendar import WorkingCalendar


class DayCounter:
    """Counts the working days of delays between two instants."""

    def __init__(self, calendar: WorkingCalendar):
        self._calendar = calendar

    def between(self, start: datetime, end: datetime) -> int:
        """Working days after the day of ``start`` up to and including that of ``end``; 0 if it is not later."""
        return self._calendar.working_days_between(clock.local(start).date(), clock.local(end).date())


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
