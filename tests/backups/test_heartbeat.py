"""What a building process tells of itself, and how it is asked to end calmly (backups §3.11)."""

from datetime import timedelta

import pytest

from backups import heartbeat
from backups.models import Backup, BackupPart, Worker
from backups.services import reconciling, running
from backups.states import BackupState
from quipux import clock
from tests.backups import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def claimed(ana, bruno, settings) -> Backup:
    settings.QUIPUX_PART_SIZE = 400_000
    making.documents_of_size(ana, bruno, [90_000] * 21)
    backup = making.claim(making.send_request(ana))
    running.prepare(backup.pk)
    return backup


def first_part(backup) -> BackupPart:
    return BackupPart.objects.filter(backup=backup).unfinished().order_by("number").first()


def test_a_process_tells_what_it_has_built(claimed):
    part = first_part(claimed)
    assert running.build_part(part.pk)
    worker = Worker.objects.get()
    done = BackupPart.objects.get(pk=part.pk)
    assert (worker.documents, worker.bytes, worker.part) == (done.items.count(), done.bytes, None)
    assert worker.memory > 10_000_000
    running.build_part(first_part(claimed).pk)
    assert Worker.objects.get().documents > worker.documents


def test_it_names_the_part_it_is_at(claimed):
    part = first_part(claimed)
    with heartbeat.at_work_on(part.pk):
        assert Worker.objects.get().part_id == part.pk
        heartbeat.beat(3, 1000)
        assert Worker.objects.get().documents == 0, "not more often than every two seconds"
    assert (Worker.objects.get().part_id, Worker.objects.get().documents) == (None, 3)


def test_it_writes_again_once_two_seconds_are_over(claimed, monkeypatch):
    with heartbeat.at_work_on(first_part(claimed).pk):
        monkeypatch.setattr(heartbeat, "EVERY", 0.0)
        heartbeat.beat(2, 500)
        assert (Worker.objects.get().documents, Worker.objects.get().bytes) == (2, 500)


def test_a_process_asked_to_end_takes_no_more_parts(claimed):
    assert running.build_part(first_part(claimed).pk)
    Worker.objects.update(stop_asked_at=clock.now())
    part = first_part(claimed)
    assert running.build_part(part.pk) is False
    assert BackupPart.objects.get(pk=part.pk).lease_token is None, "another process may take it"
    Worker.objects.all().delete()
    assert running.work_through(claimed.pk)
    assert making.fresh(claimed).state == BackupState.GENERATED


def test_the_rows_of_dead_processes_vanish_after_a_day(db):
    now = clock.now()
    for name, age in (("vivo:1", 1), ("muerto:2", 25)):
        Worker.objects.create(name=name, started_at=now, seen_at=now - timedelta(hours=age))
    assert reconciling.reconcile()["workers_forgotten"] == 1
    assert Worker.objects.get().name == "vivo:1"
