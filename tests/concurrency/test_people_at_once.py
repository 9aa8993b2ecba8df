"""The same person, registered or entering twice at the same instant (accounts-portal §2, §9.1)."""

from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import RequestFactory

from accounts import assisting, sessions
from accounts.models import OpenSession, User
from institutions.people import services
from quipux import clock
from tests import factories
from tests.cast import PASSWORD, CastClient
from tests.concurrency.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


def test_a_03_of_two_simultaneous_creations_there_is_one_person_and_both_posts_are_hers(diego, area):
    new = services.NewPerson(factories.cedula(31_415), "Rosa", "Lema", "rosa@ejemplo.gob.ec")
    titles = ("Analista", "Asistente")
    at_once(*(partial(services.create, new, actor=diego.actor, area=area, title=title, starts_on=clock.today())
              for title in titles))  # fmt: skip
    person = User.objects.get(identity_number=new.identity_number)
    assert set(person.appointments.values_list("title", flat=True)) == set(titles)


@pytest.fixture
def user(ana):
    """Ana's user with a password."""
    ana.user.set_password(PASSWORD)
    ana.user.save()
    return ana.user


def enter(user):
    """A browser and what it was answered."""
    browser = CastClient()
    return browser, browser.post("/ingresar/", {"username": user.identity_number, "password": PASSWORD})


def somebody_waits_for_a_row() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def test_s_06_a_session_opened_while_all_are_closed_does_not_outlive_them(user):
    is_closing = Event()

    def close():
        with transaction.atomic():
            assisting.close_sessions(RequestFactory().post("/"), User.objects.get(pk=user.pk))
            is_closing.set()
            assert any(somebody_waits_for_a_row() for _ in range(100_000))  # every round is a query

    def enter_meanwhile():
        assert is_closing.wait(60)
        return enter(user)

    _, (browser, answer) = at_once(close, enter_meanwhile)
    assert (answer.status_code, sessions.CHANGED in answer.content.decode()) == (409, True)
    assert browser.get("/bandejas/recibidos/")["Location"].startswith("/ingresar/")
    assert not OpenSession.objects.filter(person=user, ended_at=None).exists()
    assert enter(user)[1]["Location"] == "/"


def test_a_31_of_two_devices_that_enter_at_the_same_instant_one_stays_in(user):
    found = at_once(partial(enter, user), partial(enter, user))
    entered = [browser for browser, _ in found if browser.get("/bandejas/recibidos/").status_code == 200]
    assert len(entered) == sessions.alive_of(user).count() == 1
