"""The counters of the menu, built once for all people of the same rights (performance §3)."""

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from documents.trays import counting
from documents.trays.counting import counters
from institutions.models import Appointment, SharedTray
from quipux import clock
from quipux.moulds import mould, stand_in
from tests import factories
from tests.cast import servant


@pytest.fixture(autouse=True)
def _none_kept():
    counting._kept.clear()
    yield
    counting._kept.clear()


@pytest.fixture
def crowd(area, bruno, carla, diego, elsa):
    """People of every kind of rights, three of them alike."""
    alike = [servant(factories.make_servant(area)) for _ in range(3)]
    secretary = servant(factories.make_servant(area, permissions=["print_dispatch", "process_citizen_documents"]))
    helped = servant(factories.make_servant(area))
    SharedTray.objects.create(chief=bruno.appointment, member=helped.appointment, since=clock.now())
    people = [*alike, bruno, carla, diego, elsa, secretary, helped]
    for giver, taker in zip(people, [*people[1:], people[0]], strict=True):
        factories.make_documents(2, giver, to=[taker])
    return people


def test_a_kept_statement_counts_what_one_built_for_the_person_counts(crowd):
    for person in crowd:
        fresh = counting._counting(person.actor, clock.today()).get()
        assert counters(person.actor, clock.today()) == fresh
        assert sum(fresh.values()) > 0
    assert None not in counting._kept.values()
    assert len(counting._kept) < len(crowd) - 1


def test_people_alike_share_one_statement_and_never_a_number(crowd):
    first, second = (counters(person.actor, clock.today()) for person in crowd[:2])
    assert len(counting._kept) == 1
    factories.make_documents(3, crowd[3], to=[crowd[1]])
    assert counters(crowd[0].actor, clock.today()) == first
    assert counters(crowd[1].actor, clock.today())["recibidos"] == second["recibidos"] + 3


def test_another_right_another_post_and_another_day_are_other_statements(crowd):
    chief = crowd[3]
    counters(chief.actor, clock.today())
    Appointment.objects.filter(pk=chief.appointment.pk).update(profile="normal")
    chief.appointment.refresh_from_db()
    counters(chief.actor, clock.today())
    counters(chief.actor, clock.today().replace(year=2020))
    assert len(counting._kept) == 3


def test_a_number_of_somebody_is_never_kept(ana, bruno):
    rows = Appointment.objects.filter(pk=stand_in(0))
    assert mould(rows.values(same=Value("a")), 1).ask([ana.appointment.pk]) == {"same": "a"}
    assert mould(rows.exclude(person=bruno.user.pk).values(same=Value("a")), 1) is None
    assert mould(rows.filter(person__last_login__lt=clock.now()).values(same=Value("a")), 1) is None


def test_the_kept_statement_is_one_query(ana):
    counters(ana.actor, clock.today())
    with CaptureQueriesContext(connection) as queries:
        counters(ana.actor, clock.today())
    assert len([query for query in queries if "COUNT(" in query["sql"]]) == 1
