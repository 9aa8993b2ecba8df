"""F-23: a day is Guayaquil's, wherever the server and the person are."""

import os
import random
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection

from quipux import clock

FIXED = timezone(timedelta(hours=-5))  # of continental Ecuador since 1993, without summer time
DATES = 10_000


@pytest.fixture(params=["UTC", "Pacific/Galapagos", "Asia/Tokyo"])
def somewhere(request, monkeypatch):
    """The server's own zone."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


@pytest.mark.django_db
def test_f_23_ten_thousand_instants_are_of_one_day_for_python_and_database(somewhere):
    rng, first = random.Random(23), datetime(2000, 1, 1, tzinfo=UTC)
    edges = [datetime.combine(day, instant, tzinfo=FIXED) for day in _days(rng) for instant in _edges()]
    instants = edges + [first + timedelta(seconds=rng.randrange(35 * 365 * 86400)) for _ in range(DATES - len(edges))]
    wanted = [(instant.astimezone(UTC) - timedelta(hours=5)).date() for instant in instants]
    assert [clock.day_at(instant) for instant in instants] == wanted
    with connection.cursor() as cursor:
        cursor.execute("SELECT (at AT TIME ZONE 'America/Guayaquil')::date FROM unnest(%s::timestamptz[]) "
                       "WITH ORDINALITY AS given (at, place) ORDER BY place", [instants])  # fmt: skip
        assert [row[0] for row in cursor.fetchall()] == wanted
    for instant, day in zip(instants[:500], wanted[:500], strict=True):
        start, end = clock.day_range(day, day)
        assert start <= instant < end


def _days(rng):
    return [datetime(2000, 1, 1).date() + timedelta(days=rng.randrange(12_000)) for _ in range(500)]


def _edges():
    return [datetime.min.time(), datetime.max.time().replace(microsecond=0)]
