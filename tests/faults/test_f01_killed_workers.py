"""F-01, F-02: workers killed at random points of a build; exactly one result remains (backups §9.2, I1, I2, I5)."""

import random

import pytest

from backups.models import Backup
from backups.states import BackupState
from tests.faults.night import NOTHING_WRONG, Figures, half_written, some_time

PARTS = 8  # document parts of the night's request
LINGER = 0.6  # seconds within which the stroke falls, once its part is done


def strike(night, request, worker, rng):
    """Kill one process of the pool or the whole group, somewhere in the build; gives who works afterwards."""
    night.wait_for_finished_parts(request, rng.randint(0, PARTS))
    some_time(rng, LINGER)
    if rng.random() < 0.25:
        worker.kill_one_of_the_pool(rng)
        return worker
    worker.kill()
    return night.workers.start()


def is_running(request) -> bool:
    return Backup.objects.filter(request=request, state=BackupState.RUNNING).exists()


def kill_workers(night, capsys, *, strokes: int, seed: int):
    """One request after another is built under strokes that hit a running build, up to four each."""
    rng, figures = random.Random(seed), Figures("F-01", seed)
    night.write_documents()
    worker = night.workers.start()
    while figures.runs < strokes:
        request = night.request()
        night.wait_until(lambda request=request: is_running(request), "the build begins")
        for _ in range(min(rng.randint(3, 4), strokes - figures.runs)):
            worker = strike(night, request, worker, rng)
            figures.found["bad"] += half_written()
            figures.runs += is_running(request)
        figures.judge(night.wait_for_generated(request))
    return figures.tell(capsys)


def test_f_01_b_43_eight_killed_workers(night, capsys, settings):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    assert kill_workers(night, capsys, strokes=8, seed=20260310) == NOTHING_WRONG


@pytest.mark.long
def test_f_01_f_02_b_43_two_hundred_killed_workers(night, capsys, settings):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    assert kill_workers(night, capsys, strokes=200, seed=20260311) == NOTHING_WRONG
