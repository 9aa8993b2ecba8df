"""F-40: several parts under way, every worker killed; what was finished stays, the rest is built the same."""

import random

import pytest
from django.db import transaction

from backups.models import BackupPart
from backups.services import running
from tests.backups import making
from tests.backups.test_build import forget_the_work
from tests.faults.night import NOTHING_WRONG, Figures, hashes, some_time

pytestmark = pytest.mark.long


def finished_parts(request) -> dict[int, tuple]:
    done = BackupPart.objects.filter(backup__request=request).exclude(finished_at=None)
    return {part.number: (part.finished_at, part.sha256, part.storage_key) for part in done}


def kill_all(night, figures, rng, *, crew: int):
    """One build whose whole crew dies once; its parts are then held against an undisturbed run."""
    workers = [night.workers.start() for _ in range(crew)]
    request = night.request()
    night.wait_for_finished_parts(request, rng.randint(1, 5))
    some_time(rng, 0.3)
    for worker in workers:
        worker.kill()
    kept = finished_parts(request)
    assert kept, "nothing had been finished"
    replacement = night.workers.start()
    backup = night.wait_for_generated(request)
    replacement.kill()
    rebuilt = finished_parts(request)
    figures.found["doubled"] += [f"part {number} was built twice" for number in kept if rebuilt[number] != kept[number]]
    figures.judge(backup)
    disturbed = hashes(backup)
    with transaction.atomic():  # the pair of states is checked at its end
        forget_the_work(backup)
    assert running.work_through(backup.pk)
    figures.found["bad"] += [f"part {n} differs" for n, pair in hashes(making.fresh(backup)).items()
                             if pair != disturbed[n]]  # fmt: skip
    figures.runs += 1


def test_f_40_only_unfinished_parts_are_built_again_and_with_the_same_bytes(night, capsys):
    figures, rng = Figures("F-40", 40), random.Random(40)
    night.write_documents()
    kill_all(night, figures, rng, crew=1)
    assert figures.tell(capsys) == NOTHING_WRONG


@pytest.mark.long
def test_f_40_fifty_nights_whose_whole_crew_dies(night, capsys, settings):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    figures, rng = Figures("F-40", 41), random.Random(41)
    night.write_documents()
    for _ in range(50):
        kill_all(night, figures, rng, crew=2)
    assert figures.tell(capsys) == NOTHING_WRONG
