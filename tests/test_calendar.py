"""The working-day calendar that deadlines and backup nights share."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quipux.calendar import WorkingCalendar

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # Año Nuevo
        date(2026, 2, 16),  # Carnaval
        date(2026, 4, 3),  # Viernes Santo
        date(2026, 5, 25),  # Batalla de Pichincha falls on a Sunday and is observed on Monday
        date(2026, 8, 10),  # Primer Grito de Independencia
        date(2026, 11, 21),  # a Saturday
    ],
)
def test_holidays_as_observed_and_weekends_are_not_working_days(day):
    assert not WorkingCalendar().is_working_day(day)


def test_a_holiday_moved_to_another_day_leaves_its_own_date_as_working_day():
    calendar = WorkingCalendar()
    # 2 November 2027 is a Tuesday and 3 November a Wednesday: both days off, the Thursday is not.
    assert not calendar.is_working_day(date(2027, 11, 2))
    assert calendar.is_working_day(date(2027, 11, 4))


def test_extra_days_off_are_respected():
    day = date(2026, 11, 18)
    assert WorkingCalendar().is_working_day(day)
    assert not WorkingCalendar([day]).is_working_day(day)


def test_working_days_between_counts_the_end_and_not_the_start():
    calendar = WorkingCalendar()
    friday, monday = date(2026, 11, 13), date(2026, 11, 16)
    assert calendar.working_days_between(friday, monday) == 1
    assert calendar.working_days_between(monday, monday) == 0
    assert calendar.working_days_between(monday, friday) == 0


def test_the_next_working_day_of_a_sunday_is_monday_unless_that_is_a_holiday():
    calendar = WorkingCalendar()
    assert calendar.next_working_day(date(2026, 11, 15)) == date(2026, 11, 16)
    assert calendar.next_working_day(date(2026, 5, 24)) == date(2026, 5, 26)


@given(DAYS, st.integers(0, 60))
def test_adding_and_counting_agree(day, number):
    calendar = WorkingCalendar()
    later = calendar.add_working_days(day, number)
    assert calendar.working_days_between(day, later) == number
    assert number == 0 or calendar.is_working_day(later)


@given(DAYS, st.integers(1, 60))
def test_going_back_from_a_working_day_undoes_going_forward(day, number):
    calendar = WorkingCalendar()
    start = calendar.next_working_day(day)
    assert calendar.add_working_days(calendar.add_working_days(start, number), -number) == start


@given(DAYS, st.integers(-30, 900))
def test_counting_by_weeks_equals_counting_day_by_day(day, span):
    calendar, end = WorkingCalendar([date(2026, 11, 18), date(2026, 11, 21)]), day + timedelta(days=span)
    days = (day + timedelta(days=number) for number in range(1, span + 1))
    assert calendar.working_days_between(day, end) == sum(map(calendar.is_working_day, days))
