"""An AIQ limited to áreas: the listed ones and those below them (institutions §2, R8)."""

import pytest

from institutions.models import Grant
from tests import factories
from tests.factories import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordination(institution):
    return factories.make_area(institution, "Coordinación General", sigla="CG")


def limit(person, *areas):
    Grant.objects.get(appointment=person.appointment, permission="administer").areas.set(areas)
    return actor_of(person)


def test_an_aiq_without_listed_areas_administers_the_whole_institution(diego):
    assert actor_of(diego).administered_areas is None


def test_a_limited_aiq_reaches_the_listed_areas_and_those_below_them(institution, area, coordination, diego):
    below = factories.make_area(institution, "Unidad de Apoyo", sigla="UA", parent=coordination)
    lowest = factories.make_area(institution, "Equipo de Apoyo", sigla="EA", parent=below)
    reached = limit(diego, coordination).administered_areas
    assert reached == {coordination.pk, below.pk, lowest.pk}
    assert area.pk not in reached


def test_who_is_no_aiq_administers_no_area(ana):
    assert actor_of(ana).administered_areas == frozenset()


def test_the_limit_costs_one_query_of_areas_whatever_their_depth(
    institution, coordination, diego, django_assert_num_queries
):
    parent = coordination
    for number in range(12):
        parent = factories.make_area(institution, sigla=f"N{number}", parent=parent)
    actor = limit(diego, coordination)
    assert actor.holds("administer")
    with django_assert_num_queries(2):
        assert len(actor.administered_areas) == 13
