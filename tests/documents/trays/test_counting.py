"""The counters of the menu, built once for all people of the same rights (performance §3)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from documents.listing.lists import TrayList
from documents.listing.own import own_of
from documents.models import PersonalLabel
from documents.trays import TRAYS, counting
from documents.trays.counting import counters
from institutions.models import Appointment, SharedTray
from quipux import clock
from quipux.moulds import Personal, stand_in, written
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
        fresh = counting.counted_together(person.appointment, **counting._counts(person.actor, clock.today()))
        assert counters(person.actor, clock.today()) == fresh
        assert sum(fresh.values()) > 0
    assert None not in counting._kept.values()
    assert len(counting._kept) < len(crowd) - 1


def test_a_list_and_ones_own_labels_and_filters_are_what_they_are_when_built_for_the_person(crowd):
    for person in crowd:
        label = PersonalLabel.objects.create(appointment=person.appointment, name=f"De {person.user.pk}", colour="azul")
        for slug in ("recibidos", "en-elaboracion", "enviados", "archivados"):
            listing = TrayList(TRAYS[slug], person.actor, QueryDict(), clock.today())
            assert listing.is_valid
            assert listing.counts == counting.counted_together(person.appointment, **listing._all_counts)
            assert [one["pk"] for one in own_of(person.actor, slug).labels] == [label.pk]
    assert None not in counting._kept.values()


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
    assert written(lambda post: rows.values(same=Value("a")), 1).ask(ana.appointment.pk) == [{"same": "a"}]
    personal = (
        rows.exclude(person=bruno.user.pk), rows.filter(uuid=bruno.appointment.uuid),
        rows.filter(person__last_login__lt=clock.now()),
    )  # fmt: skip
    for somebodys in personal:
        with pytest.raises(Personal):
            written(lambda post, somebodys=somebodys: somebodys.values(same=Value("a")), 1)


def test_the_kept_statement_is_one_query(ana):
    counters(ana.actor, clock.today())
    with CaptureQueriesContext(connection) as queries:
        counters(ana.actor, clock.today())
    assert len([query for query in queries if query["sql"].startswith("EXECUTE")]) == 1


def test_a_kept_statement_is_asked_by_the_name_that_the_connection_knows(ana):
    def asked():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, generic_plans + custom_plans FROM pg_prepared_statements WHERE name LIKE 'qx_%'"
            )
            return dict(cursor.fetchall())

    counters(ana.actor, clock.today())
    before = asked()
    for _ in range(3):
        counters(ana.actor, clock.today())
    after = asked()
    assert sorted(after[name] - before[name] for name in after) == [0] * (len(after) - 1) + [3]


def test_another_day_is_another_statement_on_the_same_connection(ana, bruno):
    """Only days tell them apart: their text is one."""
    factories.make_document(bruno, to=[ana], at=clock.now() - timedelta(days=400))
    document = factories.make_document(ana, to=[bruno], at=clock.now() - timedelta(days=400))
    today, then = clock.today(), clock.local(document.document_date).date()
    assert counters(ana.actor, today)["enviados"] == 0
    assert counters(ana.actor, then)["enviados"] == 1
    assert counters(ana.actor, today)["enviados"] == 0
