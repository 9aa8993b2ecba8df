"""Uses are counted one by one whoever asks at once, and what is held is free again when its holder dies (safety §2.3)."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from quipux import clock
from quipux.limits import services as limits
from quipux.limits.models import Use

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 11, 20, 12, 0, 30, tzinfo=clock.GUAYAQUIL)


def take(subject="192.0.2.7", *, limit=3, period=MINUTE):
    return limits.take("pregunta", subject, limit=limit, period=period)


@pytest.mark.django_db
def test_so_many_uses_are_allowed_and_the_next_is_told_when_the_window_ends():
    with clock.frozen_at(NOON):
        assert [take() for _ in range(4)] == [None, None, None, NOON + timedelta(seconds=30)]
        assert take("192.0.2.8") is None
    with clock.frozen_at(NOON + timedelta(seconds=30)):
        assert take() is None


@pytest.mark.django_db
def test_a_window_of_a_day_is_the_day_of_guayaquil():
    midnight = datetime(2026, 11, 21, tzinfo=clock.GUAYAQUIL)
    with clock.frozen_at(midnight - timedelta(seconds=1)):
        assert take(limit=1, period=timedelta(days=1)) is None
        assert take(limit=1, period=timedelta(days=1)) == midnight
    with clock.frozen_at(midnight):
        assert take(limit=1, period=timedelta(days=1)) is None


@pytest.mark.django_db(transaction=True)
def test_uses_at_the_same_instant_are_all_counted():
    refused = []

    def work():
        try:
            with clock.frozen_at(NOON):
                refused.extend(take(limit=10) is not None for _ in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Use.objects.get().count == 20
    assert (refused.count(False), refused.count(True)) == (10, 10)


@pytest.mark.django_db
def test_no_row_holds_an_address_and_old_windows_are_forgotten():
    with clock.frozen_at(NOON):
        take()
        [row] = Use.objects.values()
        assert "192.0.2.7" not in str(row)
        assert limits.forget() == 0
    with clock.frozen_at(NOON + timedelta(days=3)):
        assert limits.forget() == 1


def test_a_subscriber_of_ipv6_is_one_address_and_an_ipv4_address_is_its_own():
    assert (
        limits.network("2001:db8:1:2:3::4") == limits.network("2001:db8:1:2:9::9") != limits.network("2001:db8:1:3::4")
    )
    assert limits.network("192.0.2.7") != limits.network("192.0.2.8")
    assert limits.network("") == ""


@pytest.mark.django_db(transaction=True)
def test_what_is_held_is_free_when_let_go_and_when_the_connection_of_its_holder_ends():
    held, may_end, ended = threading.Event(), threading.Event(), []

    def holder():
        assert limits.hold("zip", 7)
        held.set()
        may_end.wait(30)
        connection.close()  # as a killed process ends
        ended.append(True)

    thread = threading.Thread(target=holder)
    thread.start()
    assert held.wait(30)
    assert not limits.hold("zip", 7)
    assert limits.hold("zip", 8)
    limits.let_go("zip", 8)
    may_end.set()
    thread.join()
    assert ended
    assert _soon(lambda: limits.hold("zip", 7))
    limits.let_go("zip", 7)


def _soon(ask) -> bool:
    """The server notices a closed connection a moment later."""
    with connection.cursor() as cursor:
        for _ in range(100):
            if ask():
                return True
            cursor.execute("SELECT pg_sleep(0.05)")
    return False
