"""The calendar of the platform: national holidays and the days that operators added."""

from quipux.calendar import WorkingCalendar
from quipux.calendar.models import DayOff


def working_calendar() -> WorkingCalendar:
    """The calendar as it stands now.

    One query, made the first time a day is asked about. Keep the calendar for one page or one job:
    nothing else remembers the days, so that a change shows at once.
    """
    return WorkingCalendar(DayOff.objects.values_list("date", flat=True))
