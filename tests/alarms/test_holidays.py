"""The year after has days off that somebody has to load in time (institutions §6.5)."""

from datetime import date, datetime

import pytest

from quipux import clock
from quipux.alarms.watches import next_holidays
from quipux.calendar.models import DayOff


@pytest.mark.django_db
def test_from_the_first_of_december_the_missing_days_off_of_the_year_after_are_an_alarm():
    def looked(day):
        with clock.frozen_at(datetime(2026, *day, 0, 1, tzinfo=clock.GUAYAQUIL)):
            return next_holidays()

    assert looked((11, 30)) == {}
    assert "2027" in looked((12, 1))[""][0]
    DayOff.objects.create(date=date(2026, 12, 24), name="Puente", added_at=clock.now())
    assert looked((12, 31)) != {}
    DayOff.objects.create(date=date(2027, 2, 8), name="Puente de carnaval", added_at=clock.now())
    assert looked((12, 31)) == {}
