"""F-25: the hours of work end while workers build (safety §9; backups §9.3, T9)."""

from datetime import time, timedelta

import pytest

from backups.models import Backup, BackupPart
from backups.services import nights, scheduling
from backups.states import BackupState
from quipux import clock
from quipux.history.models import Entry
from tests.backups import making
from tests.faults.night import faults_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def far_window(settings) -> str:
    """A night window twelve hours away: only the daytime window that an operator opens lets anybody work."""
    begins = (clock.now() + timedelta(hours=12)).replace(minute=0)
    settings.QUIPUX_NIGHT_WINDOW = (begins.time().replace(second=0, microsecond=0), time(begins.hour, 1))
    return f"{begins.hour:02}:00-{begins.hour:02}:01"


def open_by_day(is_open: bool, actor) -> None:
    """Today, and tomorrow for a run around midnight."""
    hours = (time(0), time(23, 59, 59, 999_999)) if is_open else (None, None)
    for days in range(2):
        nights.set_day_window(clock.today() + timedelta(days=days), start=hours[0], end=hours[1], actor=actor,
                              reason="Ensayo")  # fmt: skip


def test_f_25_b_31_workers_stop_at_a_border_when_the_hours_end_and_go_on_when_they_come_again(night, far_window, sofia):
    night.write_documents()
    open_by_day(True, sofia.actor)
    night.workers.start(QUIPUX_NIGHT_WINDOW=far_window)
    request = making.send_request(night.person)
    scheduling.schedule_requests()
    night.wait_for_finished_parts(request, 2)
    open_by_day(False, sofia.actor)
    leased = BackupPart.objects.filter(backup__request=request).exclude(lease_token=None)
    night.wait_until(lambda: not leased.exists(), "every lease is free")
    stopped = Backup.objects.get(request=request)
    assert stopped.state == BackupState.RUNNING
    assert stopped.scheduled_for >= clock.today()
    kept = finished(request)
    assert 2 <= len(kept) < stopped.parts_count
    open_by_day(True, sofia.actor)
    backup = night.wait_for_generated(request)
    assert {number: finished(request)[number] for number in kept} == kept, "finished parts were not made again"
    assert faults_of(backup) == {"lost": [], "doubled": [], "bad": []}
    assert Entry.objects.of(request).filter(action="started").count() == 1


def finished(request) -> dict[int, tuple]:
    rows = BackupPart.objects.filter(backup__request=request).exclude(finished_at=None)
    return {part.number: (part.sha256, part.finished_at) for part in rows}
