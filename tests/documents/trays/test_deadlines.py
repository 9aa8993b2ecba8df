"""Deadlines in words, working days counted (documents §5.2, §5.3)."""

from datetime import date

import pytest

from documents.deadlines import deadline_tag
from quipux.calendar import WorkingCalendar

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("deadline", "words", "colour"),
    [
        (date(2026, 11, 16), "Vencido hace 2 días laborables", "red"),
        (date(2026, 11, 17), "Vencido hace 1 día laborable", "red"),
        (date(2026, 11, 13), "Vencido hace 3 días laborables", "red"),
        (date(2026, 11, 18), "Vence hoy", "orange"),
        (date(2026, 11, 19), "Vence en 1 día laborable", "yellow"),
        (date(2026, 11, 20), "Vence en 2 días laborables", "yellow"),
        (date(2026, 11, 23), "Vence en 3 días laborables", "grey"),
    ],
)
def test_deadlines_count_working_days(deadline, words, colour):
    tag = deadline_tag(deadline, WEDNESDAY, WorkingCalendar())
    assert (tag.text, tag.colour) == (words, colour)


def test_colour_never_stands_alone_for_what_is_due():
    for deadline in (date(2026, 11, 2), WEDNESDAY):
        assert deadline_tag(deadline, WEDNESDAY, WorkingCalendar()).icon == "warning"


def test_on_a_saturday_what_was_due_on_friday_is_overdue_without_a_number():
    assert deadline_tag(date(2026, 11, 20), date(2026, 11, 21), WorkingCalendar()).text == "Vencido"


def test_without_deadline_there_is_no_tag():
    assert deadline_tag(None, WEDNESDAY, WorkingCalendar()) is None
