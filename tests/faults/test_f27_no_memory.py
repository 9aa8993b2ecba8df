"""F-27: who builds gets no memory, or dies for it: its part is read again in smaller slices and nothing is lost."""

import resource
from datetime import timedelta
from unittest.mock import patch

import psutil
import pytest
from django.db import connection
from django.db.models.query import QuerySet

from backups import leases, sources
from backups.models import Backup, BackupItem, BackupPart
from backups.querysets import ClockTimestamp
from backups.services import running
from quipux.history.models import Entry
from tests.backups import making
from tests.faults.night import NOTHING_WRONG, Figures

DOCUMENTS = 40
ROOM = 250 << 20  # bytes that a process may still ask for when the fault strikes
FILLING = 6 << 20  # bytes of each frozen row: a slice of forty does not fit, one of a single row does


def frozen(person, other, documents: int = 21) -> Backup:
    """A backup claimed and frozen, with no part built."""
    backup = making.claim(making.approved(person, other, documents=documents))
    assert running.prepare(backup.pk)
    return making.fresh(backup)


def slices(refused: dict[int, type[BaseException]]):
    """The slices in which parts are read, and a patch under which some sizes of them meet an error."""
    seen, whole = [], QuerySet.iterator

    def iterator(rows, chunk_size=None):
        if rows.model is BackupItem and chunk_size in sources.SLICES:
            seen.append(chunk_size)
            if chunk_size in refused:
                raise refused[chunk_size]
        return whole(rows, chunk_size=chunk_size)

    return seen, patch.object(QuerySet, "iterator", iterator)


@pytest.mark.django_db
def test_f_27_what_gets_no_memory_is_read_again_in_smaller_slices_and_comes_out_the_same(ana, bruno):
    backup = frozen(ana, bruno)
    part = backup.parts.order_by("number").first()
    seen, patched = slices({200: MemoryError, 20: MemoryError})
    with patched:
        assert [running.build_part(part.pk) for _ in range(3)] == [False, False, True]
    assert list(dict.fromkeys(seen)) == [200, 20, 1]
    digest, free = BackupPart.objects.values_list("sha256", "lease_token").get(pk=part.pk)
    assert (bool(digest), free) == (True, None)
    assert making.fresh(backup).attempts == 0  # what follows is read in whole slices again
    assert not Entry.objects.of(backup.request).filter(action="failed").exists()
    BackupPart.objects.filter(pk=part.pk).update(finished_at=None, sha256="", storage_key="")
    seen, patched = slices({})
    with patched:
        assert running.build_part(part.pk)
    assert set(seen) == {200}
    assert BackupPart.objects.get(pk=part.pk).sha256 == digest  # no slice shows in the bytes


@pytest.mark.django_db
def test_f_27_whoever_comes_after_a_worker_that_the_kernel_killed_reads_smaller_slices(ana, bruno):
    backup = frozen(ana, bruno)
    part = backup.parts.order_by("number").first()
    assert leases.take_part(part.pk)
    BackupPart.objects.filter(pk=part.pk).update(lease_until=ClockTimestamp() - timedelta(seconds=1))
    assert running.sweep_leases() == 1
    seen, patched = slices({})
    with patched:
        assert running.build_part(part.pk)
    assert set(seen) == {20}


def swell(backup: Backup) -> None:
    """Rows so large that a slice of many does not fit into a worker's memory; the disk hardly notices."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE backups_backupitem SET metadata = metadata || jsonb_build_object('relleno', repeat('x', %s))"
                       " WHERE backup_id = %s", [FILLING, backup.pk])  # fmt: skip


def give_little(worker) -> list[int]:
    """RLIMIT_AS of the worker and of its pool: what they have, and a little more. Gives the pool's processes."""
    parent = psutil.Process(worker.process.pid)
    for process in (parent, *parent.children()):
        most = process.memory_info().vms + ROOM
        resource.prlimit(process.pid, resource.RLIMIT_AS, (most, most))
    return [process.pid for process in parent.children()]


@pytest.mark.long
def test_f_27_a_worker_without_memory_for_its_slice_finishes_with_smaller_ones(night, workers, ana, bruno, capsys):
    figures = Figures("F-27", seed=27)
    backup = frozen(ana, bruno, DOCUMENTS)
    swell(backup)
    worker = workers.start()
    pool = workers.wait_until(
        lambda: len(psutil.Process(worker.process.pid).children()) >= 2, "the pool"
    ) and give_little(worker)
    built = night.wait_for_generated(backup.request)
    figures.runs = 1
    figures.judge(built)
    assert "build_attempt_failed" in worker.log.read_text()
    assert worker.process.poll() is None  # the parent is alive
    assert set(pool) & {process.pid for process in psutil.Process(worker.process.pid).children()}
    assert figures.tell(capsys) == NOTHING_WRONG
