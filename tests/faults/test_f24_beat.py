"""F-24: two schedulers, or none for a day: every slot once, one catch-up, and it is noticed."""

from datetime import timedelta

import pytest

from backups import hours
from backups.models import Backup
from backups.services import scheduling
from backups.states import BackupState
from quipux import clock
from quipux.history.models import Entry
from quipux.runs import services as runs
from quipux.runs.models import JobRun
from tests.backups import making
from tests.concurrency.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_f_24_two_schedulers_give_each_request_one_night_and_one_start(ana, bruno, broker):
    request = making.approved(ana, bruno)

    def ring():
        runs.run("schedule_requests", scheduling.schedule_requests)

    assert [one for one in at_once(ring, ring, ring, ring) if isinstance(one, Exception)] == []
    assert Entry.objects.of(request).filter(action="scheduled").count() == 1
    claimed = at_once(*[lambda: making.claim(request)] * 3)
    assert sum(isinstance(one, Backup) for one in claimed) == 1
    assert Entry.objects.of(request).filter(action="started").count() == 1
    assert Backup.objects.get(request=request).state == BackupState.RUNNING


def test_f_24_a_day_without_scheduler_is_told_and_caught_up_once(client, ana, bruno, broker):
    making.approved(ana, bruno)
    JobRun.objects.update_or_create(name="dispatch_due", defaults={"last_ended_at": clock.now() - timedelta(hours=24)})
    assert client(ana).get("/salud/noche").json()["partes"]["reloj"] == "falla"
    Backup.objects.update(scheduled_for=clock.today() - timedelta(days=2))
    nights = []
    for _ in range(2):
        scheduling.schedule_requests()
        nights.append(Backup.objects.get().scheduled_for)
    assert nights[0] == nights[1] >= hours.night_at(clock.now())
    assert Entry.objects.filter(subject_kind="backup_request", action="scheduled").count() == 2, (
        "its night, and the new one"
    )
