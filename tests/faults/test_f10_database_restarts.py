"""F-10: PostgreSQL is stopped at once and started again while workers build: they connect again and nothing is lost."""

import random
import time

import pytest

from backups.models import Backup
from backups.states import BackupState
from tests.faults.night import NOTHING_WRONG, Figures, Night, half_written, some_time
from tests.faults.own_postgres import own_postgres

pytestmark = pytest.mark.long
PARTS = 8  # document parts of the night's request
LINGER = 0.6  # seconds within which the stroke falls, once its part is done
LONGEST = 30  # seconds from a restart to the end of what it hit


@pytest.fixture
def own(transactional_db):
    with own_postgres() as server:
        yield server


@pytest.fixture
def night(own, request):
    """The night over the own server: its people and documents are written there."""
    return request.getfixturevalue("night_of_all")


@pytest.fixture
def night_of_all(workers, ana, bruno, sofia):
    return Night(workers, ana, bruno, sofia)


def is_running(request) -> bool:
    return Backup.objects.filter(request=request, state=BackupState.RUNNING).exists()


def restart_during(night, own, figures, rng):
    """One request, whose build is hit up to three times."""
    request = night.request()
    night.wait_until(lambda: is_running(request), "the build begins")
    for _ in range(rng.randint(1, 3)):
        night.wait_for_finished_parts(request, rng.randint(0, PARTS))
        some_time(rng, LINGER)
        was_running = is_running(request)
        own.restart()
        figures.runs += was_running
    begun = time.monotonic()
    backup = night.wait_for_generated(request)
    lasted = time.monotonic() - begun
    if lasted > LONGEST:
        figures.found["bad"].append(f"No. {request.number}: {lasted:.0f} s")
    figures.found["bad"] += half_written()
    figures.judge(backup)


def test_f_10_fifty_immediate_restarts_of_the_database_lose_nothing(night, own, capsys, settings):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    figures, rng = Figures("F-10", 10), random.Random(10)
    night.write_documents()
    night.workers.start(DATABASE_URL=own.url)
    while figures.runs < 50:
        restart_during(night, own, figures, rng)
    assert figures.tell(capsys) == NOTHING_WRONG
