"""S-08: who would switch the limits off by switching a server off finds them in PostgreSQL, and without it no door."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery import Celery
from django.contrib.sessions.models import Session
from django.db import connection
from redis import Redis

from quipux import clock, jobs, servers
from quipux.outbox.models import Mail
from tests.accounts.entering.making import ask_recovery, letters_to
from tests.accounts.entering.trying import DOUBLING, LOGIN, NOW, attempt, attempts, waits
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
ELSEWHERE = "198.51.100.7"


@pytest.fixture
def broker(tmp_path, monkeypatch):
    """A Redis of this test alone, which hears the bells of this process."""
    own = servers.Broker(servers.system_broker() or servers.wheel_broker(), tmp_path)
    address = own.start()
    with Celery("timbres", broker=address.replace("unix://", "redis+socket://")) as bells:
        monkeypatch.setattr(jobs, "current_app", bells)
        monkeypatch.setattr(jobs, "_silent_until", 0.0)
        yield own, Redis.from_url(address)
    own.stop()


def test_a_12_s_08_with_redis_stopped_the_limits_of_s_01_hold(client, user, broker, caplog):
    server, redis = broker
    ask_recovery(client, user.identity_number)
    jobs.rung()
    assert redis.llen("celery") == 1  # it was heard until now
    Mail.objects.all().delete()
    server.stop()
    with clock.frozen_at(NOW):
        assert ask_recovery(client, user.identity_number).status_code == 302
        jobs.rung()
        assert [record.message for record in caplog.records if record.name == "quipux.jobs"] == ["bell_lost"]
        assert [response.status_code for response in attempts(client, user.identity_number, 5)] == [422] * 4 + [429]
        assert attempt(client, user.identity_number, PASSWORD).status_code == 429  # not even the right one
        neighbour = type(client)()  # the pair alone is closed
        assert attempt(neighbour, user.identity_number, PASSWORD, REMOTE_ADDR=ELSEWHERE).status_code == 302
        assert len(letters_to(user.email)) == 1  # a mail waits for the sweep and for nothing else
    with clock.frozen_at(NOW + timedelta(minutes=5, seconds=1)):
        assert attempt(client, user.identity_number, PASSWORD).status_code == 302


def test_s_08_with_redis_stopped_the_wait_doubles_up_to_an_hour(client, user, broker):
    broker[0].stop()
    assert waits(client, user) == DOUBLING


@pytest.mark.parametrize("table", ["accounts_loginbarrier", "accounts_logintry"])
def test_s_08_where_tries_cannot_be_counted_nobody_enters(client, user, settings, table):
    """The limiter fails closed: not even the right password opens a session that was not counted."""
    right = {"username": user.identity_number, "password": PASSWORD}
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    with locked(table):
        answer = client.post(LOGIN, right)
        assert (answer.status_code, Session.objects.count()) == (503, 0)
    assert client.post(LOGIN, right).status_code == 302
    connection.close()


@contextmanager
def locked(table):
    """Another session holds the whole table."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        other.close()
