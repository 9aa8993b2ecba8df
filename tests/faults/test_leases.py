"""Leases that last as long as the work, and sweeps that wait for nobody (backups §9.1; I14, I15)."""

import threading
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from backups import leases
from backups.models import Backup, BackupRequest
from backups.services import running, scheduling
from quipux import clock
from quipux.history.models import Entry
from tests.backups import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


@contextmanager
def beside(work):
    """Run ``work(stop)`` in a thread with a connection of its own while the body runs."""
    stop = threading.Event()

    def run():
        try:
            work(stop)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)


def test_the_lease_of_a_backup_is_renewed_while_its_set_is_closed(ana, bruno, settings):
    settings.QUIPUX_PART_SIZE, settings.QUIPUX_LEASE_SECONDS = 400_000, 30
    making.documents_of_size(ana, bruno, [90_000] * 21)
    backup = making.claim(making.approved(ana, bruno, documents=1))
    running.prepare(backup.pk)
    for part in backup.parts.of_documents():
        assert running.build_part(part.pk)
    seen = set()

    def watch(stop):
        while not stop.wait(0.01):
            seen.add(Backup.objects.values_list("lease_until", flat=True).get(pk=backup.pk))

    with beside(watch):
        assert running.close(backup.pk)
    assert len(seen - {None}) >= 3


def abandoned_backup(person, other) -> Backup:
    backup = making.claim(making.approved(person, other))
    assert leases.take_backup(backup.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE backups_backup SET lease_until = clock_timestamp() - interval '1 second'")
    return backup


def test_i15_a_row_that_is_being_written_does_not_hold_up_the_sweep_of_the_others(ana, bruno):
    busy, other = abandoned_backup(ana, bruno), abandoned_backup(bruno, ana)
    locked = threading.Event()

    @transaction.atomic
    def freeze_for_long(stop):
        Backup.objects.select_for_update().get(pk=busy.pk)
        locked.set()
        stop.wait(30)

    with beside(freeze_for_long):
        assert locked.wait(30)
        running.sweep_leases()
        assert making.fresh(other).lease_token is None
        assert making.fresh(busy).lease_token is not None
    running.sweep_leases()
    assert making.fresh(busy).lease_token is None


def test_b_29_run_now_after_midnight_comes_first_and_keeps_its_date(ana, bruno, sofia):
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        making.approved(bruno, ana)
        wanted = making.approved(ana, bruno)
    with clock.frozen_at(clock.day_start(date(2026, 3, 11)) + timedelta(hours=2)):
        scheduling.run_now(BackupRequest.objects.get(pk=wanted.pk), actor=sofia.actor)
        first = running.claim_next()
    assert Backup.objects.get(pk=first).request_id == wanted.pk
    comments = (
        Entry.objects.of(wanted).filter(action="scheduled").order_by("sequence").values_list("comment", flat=True)
    )
    assert [comment[-10:] for comment in comments] == ["2026-03-10", "2026-03-11"]
