"""An interim AIQ (institutions §12.7)."""

from datetime import timedelta

import pytest

from institutions.aiq_changes import interim
from institutions.models import Grant
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.outbox.models import Mail
from tests import factories

pytestmark = pytest.mark.django_db
REASON = "El AIQ está con licencia médica."


def held(person) -> set[str]:
    return set(Grant.objects.filter(appointment=person.appointment).values_list("permission", flat=True))


def appoint(person, actor, *, days=10):
    return interim.appoint(person.appointment, ends_on=clock.today() + timedelta(days=days), reason=REASON, actor=actor)


def test_an_interim_administers_at_once_and_ends_by_the_clock(ana, diego, sofia):
    row = appoint(ana, sofia.actor)
    assert held(ana) == {"administer", "institutional_admin"}
    with pytest.raises(Conflict):
        appoint(ana, sofia.actor)
    with clock.frozen_at(row.ends_at - timedelta(seconds=1)):
        assert interim.end_due() == 0
    with clock.frozen_at(row.ends_at):
        assert (interim.end_due(), interim.end_due()) == (1, 0)
    assert held(ana) == set()
    assert Mail.objects.filter(subject=interim.SUBJECT, to=ana.appointment.notice_address).count() == 2


def test_the_only_aiq_left_stays_and_the_operators_are_told_once_a_day(ana, sofia, settings):
    settings.QUIPUX_SUPPORT_EMAIL = "soporte@administracionpublica.gob.ec"
    row = appoint(ana, sofia.actor)
    with clock.frozen_at(row.ends_at):
        assert (interim.end_due(), interim.end_due()) == (0, 0)
        assert Mail.objects.filter(to=settings.QUIPUX_SUPPORT_EMAIL).count() == 1
    assert held(ana) == {"administer", "institutional_admin"}


def test_only_an_agq_of_no_office_there_appoints_and_for_thirty_days_at_most(ana, bruno, diego, sofia):
    for days in (-1, 31):
        with pytest.raises(Invalid):
            appoint(ana, sofia.actor, days=days)
    with pytest.raises(Forbidden):
        appoint(ana, diego.actor)
    factories.make_appointment(sofia.user, bruno.appointment.area)
    with pytest.raises(Forbidden, match="propia institución"):
        appoint(ana, sofia.actor)
