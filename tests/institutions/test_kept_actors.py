"""The posts a person acts in, asked by a statement written once for everybody (performance §3)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from institutions import actors
from institutions.actors import actors_of
from institutions.models import Appointment
from quipux import clock
from quipux.moulds import RowsMould
from tests import factories

FIELDS = ("pk", "title", "granted", "chiefs", "asked_at", "has_left", "closed_areas")


def written_anew(user) -> list[Appointment]:
    return list(actors._working(user.pk))


def told(post) -> list:
    """What pages read of a post, what was selected along with it included; the instant only by its day."""
    said = {name: getattr(post, name, None) for name in FIELDS}
    said["asked_at"] = clock.local(post.asked_at).date()
    return [said, post.area.name, post.institution.name, post.person.full_name]


@pytest.mark.django_db
def test_the_kept_statement_finds_for_everybody_what_a_new_one_finds(ana, bruno, carla, diego, elsa, luis, area):
    twice = factories.make_user("Inés Mora")
    for _ in range(2):
        factories.make_appointment(twice, factories.make_area(area.institution))
    factories.make_servant(area, permissions=["reports"])
    for user in [*(each.user for each in (ana, bruno, carla, diego, elsa, luis)), twice]:
        kept = [actor.appointment for actor in actors_of(user) if not actor.is_citizen and not actor.is_leaver]
        assert [told(post) for post in kept] == [told(post) for post in written_anew(user)]
    assert len(actors_of(twice)) == 2


@pytest.mark.django_db
def test_with_a_fixed_clock_each_instant_is_asked_for_itself(ana):
    now = clock.now()
    for moment in (now, now + timedelta(days=3)):
        with clock.frozen_at(moment):
            assert actors_of(ana.user)[0].appointment.asked_at == moment
    assert abs(actors_of(ana.user)[0].appointment.asked_at - now) < timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection(ana, bruno):
    def name(user):
        try:
            return actors_of(user)[0].appointment.person.full_name
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(name, [ana.user, bruno.user] * 4))
    assert answers == ["Ana Torres", "Bruno Salas"] * 4


def test_a_statement_with_the_number_of_one_person_is_not_kept():
    with pytest.raises(ValueError, match="41"):
        RowsMould(lambda number: Appointment.objects.filter(pk=number, area=41), 1).ask(7)
