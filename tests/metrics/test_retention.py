"""What is kept for a time and then goes: accesses, mails (accounts-portal §9.5, safety §9)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from quipux import clock
from quipux.accesslog import forgetting
from quipux.accesslog.models import AccessCount, AccessEntry, Event
from quipux.outbox import services as outbox
from quipux.outbox.models import Mail, MailState

pytestmark = pytest.mark.django_db


def entered(at: datetime) -> AccessEntry:
    return AccessEntry.objects.create(at=at, event=Event.LOGIN)


def test_accesses_of_over_a_year_ago_become_counts_of_their_month_once():
    first = forgetting._first_month_kept()
    old, older = first - timedelta(seconds=1), first - timedelta(days=40)
    kept = entered(first)
    for at in (old, old - timedelta(hours=3), older):
        entered(at)
    assert (forgetting.forget_old(), forgetting.forget_old()) == (3, 0)
    assert list(AccessEntry.objects.all()) == [kept]
    counts = {one.month: one.count for one in AccessCount.objects.all()}
    assert counts == {clock.local(old).date().replace(day=1): 2, clock.local(older).date().replace(day=1): 1}


def test_a_36_the_database_refuses_to_change_or_to_remove_younger_accesses():
    young = entered(clock.now() - timedelta(days=300))
    for statement in ("DELETE FROM accesslog_accessentry", "UPDATE accesslog_accessentry SET network = ''"):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert list(AccessEntry.objects.all()) == [young]


def test_a_setting_of_more_months_keeps_more(settings):
    settings.QUIPUX_ACCESS_LOG_MONTHS = 24
    with clock.frozen_at(datetime(2026, 3, 10, tzinfo=UTC)):
        assert forgetting._first_month_kept().date().isoformat() == "2024-03-01"


def test_mails_that_ended_three_months_ago_go_and_those_that_wait_stay():
    long_ago = clock.now() - timedelta(days=91)
    for state in MailState.values:
        for name, at in (("antes", long_ago), ("ahora", clock.now())):
            Mail.objects.create(key=f"{state}-{name}", to="a@b.ec", subject="a", text="b", state=state, created_at=at,
                                next_attempt_at=at)  # fmt: skip
    assert outbox.forget_old() == 2
    assert set(Mail.objects.values_list("key", flat=True)) == {
        "queued-antes",
        "queued-ahora",
        "sent-ahora",
        "failed-ahora",
    }
