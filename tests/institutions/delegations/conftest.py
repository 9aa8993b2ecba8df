"""Ana for Bruno from 2026-06-01 08:00 to 2026-06-05 17:00, registered by Diego (institutions §16, I-23)."""

from datetime import datetime

import pytest

from institutions.actors import actors_of
from institutions.delegations import services
from institutions.models import Grant
from quipux import clock
from tests.factories import actor_of


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """An instant of June 2026 in Guayaquil."""
    return datetime(2026, 6, day, hour, minute, tzinfo=clock.GUAYAQUIL)


def delegate(aiq, titular, acting, start=None, end=None):
    """A subrogación, registered a day before it begins."""
    start, end = start or at(1, 8), end or at(5, 17)
    wish = services.Wish(titular.appointment, acting.appointment, start, end, "A-17", start.date())
    with clock.frozen_at(datetime(2026, 5, 20, 9, 0, tzinfo=clock.GUAYAQUIL)):
        return services.register(wish, actor=actor_of(aiq))


def deputy_of(person, titular):
    """The actor of a person in the post of a titular; None while there is no such context."""
    return next((each for each in actors_of(person.user) if each.appointment == titular.appointment), None)


@pytest.fixture
def delegation(diego, bruno, ana):
    for slug in ("create_outgoing", "sign_electronically"):
        Grant.objects.create(appointment=bruno.appointment, permission=slug)
    return delegate(diego, bruno, ana)
