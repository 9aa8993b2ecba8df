"""A worker that is asked to end stops between two documents, gives its leases back and leaves the rest to another."""

import random
import time

import pytest

from backups.models import BackupPart
from quipux.history.models import Entry
from tests.faults.night import NOTHING_WRONG, Figures, some_time

pytestmark = pytest.mark.long
LONGEST = 60  # seconds


def test_twenty_builds_whose_worker_is_replaced_free_their_leases_at_once(night, capsys, settings):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    figures, rng = Figures("rolling workers", 29), random.Random(29)
    night.write_documents()
    worker = night.workers.start(QUIPUX_LEASE_SECONDS="600")
    while figures.runs < 20:
        request = night.request()
        night.wait_for_finished_parts(request, rng.randint(0, 6))
        some_time(rng, 0.3)
        begun = time.monotonic()
        worker.leave()
        assert time.monotonic() - begun < LONGEST
        held = BackupPart.objects.filter(backup__request=request, lease_token__isnull=False, finished_at=None)
        figures.found["bad"] += [f"part {part.number} is still held" for part in held]
        worker = night.workers.start(QUIPUX_LEASE_SECONDS="600")
        figures.judge(night.wait_for_generated(request))
        assert Entry.objects.of(request).filter(action="started").count() == 1
        figures.runs += 1
    assert figures.tell(capsys) == NOTHING_WRONG
