"""When the terms of an implantation end (institutions §12.2): at 23:59:59 of a day, the day after the start being day 1."""

from datetime import datetime, time, timedelta

from django.conf import settings

from quipux import clock
from quipux.calendar.days import working_calendar

LAST_SECOND = time(23, 59, 59)


def end_of_working_days(start: datetime, days: int) -> datetime:
    """The last second of the ``days``-th working day after ``start``."""
    return _last_second(working_calendar().add_working_days(clock.local(start).date(), days))


def end_of_term(start: datetime, days: int | None = None) -> datetime:
    """The last second of the term of the parametrisation, in calendar or working days as the installation counts.

    Args:
        days: those of the term; QUIPUX_IMPLANTATION_DAYS when omitted.
    """
    days = settings.QUIPUX_IMPLANTATION_DAYS if days is None else days
    if settings.QUIPUX_IMPLANTATION_DAY_KIND == "working":
        return end_of_working_days(start, days)
    return end_of_calendar_days(start, days)


def end_of_calendar_days(start: datetime, days: int) -> datetime:
    return _last_second(clock.local(start).date() + timedelta(days=days))


def _last_second(day):
    return datetime.combine(day, LAST_SECOND, tzinfo=clock.GUAYAQUIL)
