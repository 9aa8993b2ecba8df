"""Two subrogaciones of one Jefe are registered at the same instant (I-25)."""

from datetime import timedelta
from functools import partial

import pytest

from institutions.delegations import services
from institutions.models import Delegation
from quipux import clock
from quipux.errors import Invalid
from tests import factories
from tests.concurrency.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


def test_i_25_of_two_at_the_same_time_there_is_one_row(diego, bruno, ana, area):
    start, other = clock.now() + timedelta(days=1), factories.make_servant(area, "Luisa Mora")
    wishes = [services.Wish(bruno.appointment, acting, start, start + timedelta(days=4), "A-1", start.date())
              for acting in (ana.appointment, other)]  # fmt: skip
    answers = at_once(*(partial(services.register, wish, actor=diego.actor) for wish in wishes))
    [refused] = [answer for answer in answers if not isinstance(answer, Delegation)]
    assert isinstance(refused, Invalid)
    assert refused.message == "El puesto ya tiene una subrogación en esas fechas."
    assert Delegation.objects.count() == 1
