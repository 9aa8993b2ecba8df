"""F-15: the disk fills while a part is written; a clean failure, and success once there is room (§9.4)."""

import os
import random
import subprocess

import pytest

from backups.models import Backup, BackupRequest
from backups.services import scheduling
from backups.states import BackupState, RequestState
from quipux.files.disk import STAGING
from quipux.files.parts import PartStore
from quipux.history.models import Entry
from tests.backups import making
from tests.faults.night import NOTHING_WRONG, Figures, half_written

pytestmark = pytest.mark.long

DISK = 64 << 20
FILLER = "lleno"
FEW_ATTEMPTS = {"QUIPUX_BACKUP_ATTEMPTS": "4", "QUIPUX_DISK_FREE_SHARE": "0"}


class SmallDisk:
    """A file system in memory under the store of backups."""

    def __init__(self, place):
        self.place, self._filler = place, place / STAGING / FILLER
        place.mkdir(parents=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
        if mounted.returncode:
            pytest.skip(f"F-15: this machine mounts no tmpfs: {mounted.stderr.strip()}")

    def fill(self, *, but: int) -> None:
        """Leave ``but`` bytes free."""
        free = os.statvfs(self.place).f_bavail * os.statvfs(self.place).f_frsize
        self._filler.parent.mkdir(exist_ok=True)
        with self._filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, free - but)

    def make_room(self) -> None:
        self._filler.unlink()

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.place)], check=True)


@pytest.fixture
def small_disk(storage_folder, workers):
    if os.geteuid() != 0:
        pytest.skip("F-15: only root mounts a small file system; the limit on files is tested beside")
    disk = SmallDisk(storage_folder / "respaldos")
    yield disk
    workers.end()
    disk.unmount()


def wait_for_failure(night, request) -> None:
    failed = Backup.objects.filter(request=request, state=BackupState.FAILED)
    night.wait_until(failed.exists, f"respaldo No. {request.number} con error")
    request = BackupRequest.objects.get(pk=request.pk)
    assert request.state == RequestState.APPROVED
    assert Entry.objects.of(request).filter(action="generated").count() == 0
    assert half_written() == []


def wait_for_empty_staging(night, folder) -> None:
    """The other process of the pool may be giving up only now."""
    night.workers.wait_until(lambda: not staged_files(folder), "nothing stays in the staging")


def staged_files(folder) -> list[str]:
    return [str(path) for path in (folder / "respaldos" / STAGING).rglob("*")
            if path.is_file() and path.name != FILLER]  # fmt: skip


def run_again(night, request):
    scheduling.run_now(BackupRequest.objects.get(pk=request.pk), actor=night.operator.actor)
    return night.wait_for_generated(request)


def fill_disk(night, figures, worker, disk, folder, *, but: int):
    """A build that finds only ``but`` bytes free after its claim, and is asked for again when there is room."""
    worker.freeze()
    request = night.request()
    making.claim(request)
    disk.fill(but=but)
    worker.thaw()
    wait_for_failure(night, request)
    wait_for_empty_staging(night, folder)
    disk.make_room()
    figures.judge(run_again(night, request))
    figures.runs += 1


def test_f_15_b_49_a_disk_that_fills_midway_leaves_nothing_partial(night, small_disk, storage_folder, settings, capsys):
    settings.QUIPUX_DISK_FREE_SHARE = 0
    figures = Figures("F-15", 15)
    night.write_documents()
    worker = night.workers.start(**FEW_ATTEMPTS)
    fill_disk(night, figures, worker, small_disk, storage_folder, but=2_500_000)
    assert figures.tell(capsys) == NOTHING_WRONG


def test_f_15_a_part_that_cannot_be_written_whole_is_never_seen(night, storage_folder, capsys):
    figures = Figures("F-15", 16)
    night.write_documents()
    worker = night.workers.start(largest_file=500_000, **FEW_ATTEMPTS)
    request = night.request()
    wait_for_failure(night, request)
    wait_for_empty_staging(night, storage_folder)
    worker.lift_limit()
    figures.judge(run_again(night, request))
    figures.runs += 1
    assert figures.tell(capsys) == NOTHING_WRONG


@pytest.mark.long
def test_f_15_thirty_sizes_of_what_is_left(night, small_disk, storage_folder, settings, capsys):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    settings.QUIPUX_DISK_FREE_SHARE = 0
    figures, rng = Figures("F-15", 17), random.Random(17)
    night.write_documents()
    worker = night.workers.start(**FEW_ATTEMPTS)
    for _ in range(30):
        fill_disk(night, figures, worker, small_disk, storage_folder, but=rng.randrange(200_000, 5_000_000))
        for key, _, _ in list(PartStore().list_keys()):
            PartStore().delete(key)  # the next night needs the room
    assert figures.tell(capsys) == NOTHING_WRONG
