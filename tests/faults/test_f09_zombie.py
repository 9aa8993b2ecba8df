"""F-09: a worker stopped for longer than its lease wakes up; nothing of it is published (I5)."""

import random

import pytest
from django.db.models import Q

from backups.models import Backup, BackupPart
from quipux.files.parts import PartStore
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.faults.night import NOTHING_WRONG, Figures, half_written, some_time

pytestmark = pytest.mark.long


def leases_held(request) -> set:
    """Tokens of whoever works on the request now."""
    parts = BackupPart.objects.filter(backup__request=request, lease_token__isnull=False, finished_at=None)
    whole = Backup.objects.filter(request=request, lease_token__isnull=False)
    return {*parts.values_list("lease_token", flat=True), *whole.values_list("lease_token", flat=True)}


def is_closing(request) -> bool:
    return Backup.objects.filter(~Q(lease_token=None), ~Q(frozen_at=None), request=request).exists()


def is_building(request) -> bool:
    parts = BackupPart.objects.filter(backup__request=request)
    return parts.exclude(finished_at=None).exists() and parts.exclude(lease_token=None).exists()


def freeze_at_work(night, request, worker, stage, rng) -> set:
    """Stop the worker while it holds a lease; gives the leases it sleeps with."""
    while True:
        night.wait_until(lambda: stage(request), f"the worker {stage.__name__}")
        some_time(rng, 0.05)
        worker.freeze()
        if held := leases_held(request):
            return held
        worker.thaw()


def without_lease(part: dict) -> dict:
    """A worker stopped between finishing a part and freeing it may still give its own lease back."""
    return {name: value for name, value in part.items() if name not in ("lease_token", "lease_until")}


def published(backup: Backup) -> dict:
    """All that a zombie could have touched."""
    return {
        "backup": Backup.objects.filter(pk=backup.pk).values().get(),
        "parts": [without_lease(part) for part in backup.parts.order_by("number").values()],
        "items": list(backup.items.order_by("position").values_list("pk", "outcome", "tries")),
        "entries": list(Entry.objects.of(backup.request).values_list("pk", "hash")),
        "mails": list(Mail.objects.filter(key__contains=str(backup.request.uuid)).values_list("key", flat=True)),
        "named": [PartStore().exists(p.storage_key, p.bytes) for p in backup.parts.all()],
    }


def wake_a_zombie(night, figures, zombie, stage, rng):
    """The worker sleeps through its lease and wakes when another one has published; gives that other one."""
    request = night.request()
    held = freeze_at_work(night, request, zombie, stage, rng)
    other = night.workers.start()
    backup = night.wait_for_generated(request)
    assert not held & leases_held(request)
    before = published(backup)
    zombie.thaw()
    zombie.leave()
    if published(backup) != before:
        figures.found["doubled"].append(f"No. {request.number}: the zombie changed {published(backup)} of {before}")
    figures.found["bad"] += half_written()
    figures.judge(backup)
    figures.runs += 1
    return other


def wake_zombies(night, capsys, *, turns: int, seed: int):
    """Zombies by turns in a part and in the close."""
    figures, rng = Figures("F-09", seed), random.Random(seed)
    night.write_documents()
    worker = night.workers.start()
    for turn in range(turns):
        worker = wake_a_zombie(night, figures, worker, (is_building, is_closing)[turn % 2], rng)
    return figures.tell(capsys)


def test_f_09_b_44_a_zombie_publishes_nothing(night, capsys):
    assert wake_zombies(night, capsys, turns=2, seed=9) == NOTHING_WRONG


@pytest.mark.long
def test_f_09_b_44_fifty_zombies(night, capsys, settings):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    assert wake_zombies(night, capsys, turns=50, seed=10) == NOTHING_WRONG
