"""An encargo ends by itself, with its case (institutions §8, §11)."""

from datetime import timedelta

import pytest

from institutions.departures import cases, charge_ends, ending
from institutions.models import Appointment, Departure
from quipux import clock
from quipux.outbox.models import Mail
from tests import factories


@pytest.mark.django_db
def test_an_encargo_has_its_case_from_its_last_day_and_ends_with_it(bruno, diego, elsa, area):
    post, last = factories.make_servant(area, "Luisa Mora"), clock.today() + timedelta(days=3)
    Appointment.objects.filter(pk=post.pk).update(kind=Appointment.Kind.CHARGE, ends_on=last)
    assert charge_ends.open_due() == 0
    with clock.frozen_at(clock.day_start(last)):
        assert (charge_ends.open_due(), charge_ends.open_due()) == (1, 0)
        case = Departure.objects.get(appointment=post)
        assert (case.last_day, case.opened_by) == (last, None)
        assert Mail.objects.filter(subject="QUIPUX: Proceso de desvinculación iniciado", to=post.person.email).exists()
        assert Appointment.objects.get(pk=post.pk).is_working
    with clock.frozen_at(cases.end_of(last)):
        assert ending.end_due() == 1
        assert Appointment.objects.get(pk=post.pk).state == "inactive"
