"""F-18: the power goes; what a disk was not told to keep is gone. No part that a row calls finished may be among it."""

import hashlib
import os
import random
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from backups.models import Backup, BackupPart
from backups.states import BackupState
from tests.faults.night import NOTHING_WRONG, Figures, some_time

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.geteuid() != 0, reason="F-18: only root mounts an image of a disk"),
]
SIZE, IMAGES = 192 << 20, 30
# Nothing is written for anybody who did not ask: the journal is committed on request, or after five minutes.
OPTIONS = "loop,commit=300,noatime"


def run(*command) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


@contextmanager
def mounted(image: Path, place: Path, options: str = "loop"):
    place.mkdir(parents=True, exist_ok=True)
    run("mount", "-o", options, image, place)
    try:
        yield place
    finally:
        run("umount", "--lazy", place)


@pytest.fixture
def disk(storage_folder, tmp_path, workers):
    """The store of backups on a disk of its own, whose image in a file is what the power leaves."""
    image = tmp_path / "disco"
    with image.open("wb") as file:
        file.truncate(SIZE)
    run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image)
    try:
        with mounted(image, storage_folder / "respaldos", OPTIONS):
            yield image
            workers.end()
    except subprocess.CalledProcessError as error:
        pytest.skip(f"F-18: this machine mounts no image: {error.stderr.decode().strip()}")


def promised() -> list[tuple[str, str]]:
    """Keys and digests of the parts that the rows call finished."""
    return list(BackupPart.objects.exclude(finished_at=None).values_list("storage_key", "sha256"))


def missing_in(image: Path, parts: list[tuple[str, str]], folder: Path) -> list[str]:
    """What a machine that starts again with this disk does not find as it was promised."""
    lost = []
    with mounted(image, folder) as place:
        for key, sha256 in parts:
            path = place / key
            if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                lost.append(key)
    return lost


def power_loss(night, disk, worker, tmp_path) -> tuple[int, list[str]]:
    """Everything stops; how many parts were promised by then, and which of them the disk does not have."""
    worker.freeze()
    try:
        parts, image = promised(), tmp_path / "despues"
        run("cp", "--reflink=auto", disk, image)
    finally:
        worker.thaw()
    return len(parts), missing_in(image, parts, tmp_path / "arranque")


def test_f_18_thirty_power_losses_take_no_finished_part_away(disk, night, tmp_path, capsys, settings):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    figures, rng = Figures("F-18", 18), random.Random(18)
    night.write_documents()
    worker, fulfilled = night.workers.start(QUIPUX_LEASE_SECONDS="60", QUIPUX_DISK_FREE_SHARE="0"), 0
    while figures.runs < IMAGES:
        request = night.request()
        night.wait_for_finished_parts(request, 1)
        while figures.runs < IMAGES:
            some_time(rng, 0.6)
            is_over = Backup.objects.filter(request=request, state=BackupState.GENERATED).exists()
            _, lost = power_loss(night, disk, worker, tmp_path)
            figures.runs, fulfilled = figures.runs + 1, fulfilled + is_over
            figures.found["lost"] += lost
            if is_over:
                break
        figures.judge(night.wait_for_generated(request))
    assert fulfilled >= 2, "no picture was taken after a request was fulfilled"
    assert figures.tell(capsys) == NOTHING_WRONG
