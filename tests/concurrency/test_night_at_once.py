"""Two schedulers, two freezers, a command beside a worker: nothing is done twice (backups §2.5, §9.1)."""

import io
import threading
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection

from backups.models import Backup, BackupItem, BackupPart, BackupRequest
from backups.services import running, scheduling
from backups.states import BackupState
from quipux import clock
from quipux.history.models import Entry
from tests.backups import making
from tests.backups.queueing import MB, nights_of, queue
from tests.concurrency.parallel import at_once
from tests.factories import make_documents, make_institution

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


def test_b_26_two_schedulers_never_overbook_a_night(institution, other_institution):
    """Five hundred requests, three hundred a night, nobody scheduled twice, no entry too many."""
    offices = [institution, other_institution, *[make_institution() for _ in range(3)]]
    requests = [request for office in offices for request in queue(100, office)]
    counts = at_once(*[scheduling.schedule_requests] * 2)
    assert sum(counts) == 500, counts
    nights = Counter(nights_of(requests))
    assert sorted(nights.values()) == [200, 300]
    assert nights[min(nights)] == 300
    assert Entry.objects.filter(action="scheduled").count() == 500


def test_b_26_the_share_of_an_institution_holds_with_two_schedulers(institution, other_institution, settings):
    settings.QUIPUX_NIGHT_BYTES = 1000 * MB
    queue(60, institution, bytes=20 * MB), queue(60, other_institution, bytes=20 * MB)
    at_once(*[scheduling.schedule_requests] * 2)
    promise = min(scheduling.promised(request)[0] for request in BackupRequest.objects.all())
    loads = Counter()
    for backup in Backup.objects.select_related("request"):
        if backup.scheduled_for < promise - timedelta(days=1):
            loads[backup.scheduled_for, backup.request.institution_id] += backup.request.preflight_bytes
    assert loads
    assert max(loads.values()) == 300 * MB, "30 % while the other waits"


def test_an_operator_and_a_scheduler_at_once_neither_lose_nor_double_a_move(institution, sofia):
    requests = queue(20, institution)
    night = clock.today() + timedelta(days=3)
    calendarizar = partial(scheduling.calendarizar, requests[:5], night, actor=sofia.actor)
    answers = at_once(scheduling.schedule_requests, calendarizar, scheduling.schedule_requests)
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    found = nights_of(requests)
    assert None not in found
    assert set(found[:5]) == {night}
    assert all(Entry.objects.of(request).filter(action="scheduled").count() == 1 for request in requests[5:])


def test_two_workers_that_freeze_at_once_write_one_list(ana, bruno, settings):
    settings.QUIPUX_PART_SIZE = 400_000
    making.documents_of_size(ana, bruno, [90_000] * 21)
    backup = making.claim(making.approved(ana, bruno, documents=1))
    at_once(*[partial(running.prepare, backup.pk)] * 2)
    backup = making.fresh(backup)
    assert backup.documents_planned == 22 == BackupItem.objects.filter(backup=backup).count()
    numbers = list(BackupPart.objects.filter(backup=backup).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, backup.parts_count + 1))
    assert running.work_through(backup.pk)


def test_many_workers_at_one_part_build_it_once(ana, bruno, settings):
    settings.QUIPUX_PART_SIZE = 400_000
    making.documents_of_size(ana, bruno, [90_000] * 21)
    backup = making.claim(making.approved(ana, bruno, documents=1))
    running.prepare(backup.pk)
    first = BackupPart.objects.get(backup=backup, number=1)
    answers = at_once(*[partial(running.build_part, first.pk)] * 6)
    assert sorted(answers) == [False] * 5 + [True]


def test_two_closers_publish_once(ana, bruno):
    request = making.approved(ana, bruno)
    backup = making.claim(request)
    running.prepare(backup.pk)
    answers = at_once(*[partial(running.close, backup.pk)] * 4)
    assert sorted(answers) == [False, False, False, True]
    assert Entry.objects.of(request).filter(action="generated").count() == 1


def test_run_backups_now_beside_a_live_worker_does_nothing_twice(night, bruno, ana):
    from tests.faults.night import faults_of

    night.write_documents()
    make_documents(21, bruno, to=[ana], at=making.at_noon(making.date(2020, 1, 6)))
    night.workers.start()
    first = night.request()
    second = making.send_request(bruno)
    command = threading.Thread(target=_run_backups)
    command.start()
    for request in (first, second):
        backup = night.wait_for_generated(request)
        assert faults_of(backup) == {"lost": [], "doubled": [], "bad": []}
    command.join(60)
    assert not command.is_alive()
    assert set(Backup.objects.values_list("state", flat=True)) == {BackupState.GENERATED}


def _run_backups():
    call_command("run_backups", now=True, stdout=io.StringIO())
    connection.close()
