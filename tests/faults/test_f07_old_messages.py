"""F-07: messages that come back a day later, or in another order, change nothing, and the log says why."""

import base64
import json
import random
from datetime import timedelta

import pytest
from django.db import connection

from backups.models import Backup
from backups.services import running
from backups.states import BackupState
from quipux import clock, jobs
from quipux.celery import app
from tests.backups import making
from tests.factories import make_unsigned
from tests.faults.night import NOTHING_WRONG, faults_of

pytestmark = pytest.mark.django_db(transaction=True)
ID_BELLS = {"documents.tasks.advance_sending", "backups.tasks.prepare_backup", "backups.tasks.build_part",
            "backups.tasks.close_backup"}  # fmt: skip


@pytest.fixture(autouse=True)
def _tasks():
    """Loading them sets the log up again, so it comes before the test that listens to it."""
    app.loader.import_default_modules()


def messages(broker) -> list[tuple[str, list]]:
    """What lies in the broker, taken out: (task, ids), oldest first."""
    jobs.rung()
    raw = [json.loads(one) for one in reversed(broker.lrange("celery", 0, -1))]
    broker.delete("celery")
    return [(one["headers"]["task"], json.loads(base64.b64decode(one["body"]))[0]) for one in raw]


def deliver(sent: list[tuple[str, list]]) -> None:
    """As a worker does it, errors and all."""
    for task, ids in sent:
        app.tasks[task].apply(args=ids, throw=True)


def every_row() -> dict[str, str]:
    """A digest of every table, but of the one where each worker says what it is about."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - {"backups_worker"}
        found = {}
        for name in names:
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM {name} t")
            found[name] = cursor.fetchone()[0]
    return found


def several_parts(person, other, settings) -> Backup:
    """A claimed backup whose documents fill about five parts."""
    settings.QUIPUX_PART_SIZE = 400_000
    annex = ("anexo.bin", random.Random(7).randbytes(90_000))
    return making.claim(making.approved(person, other, attachments=[annex]))


def reasons(caplog) -> list[str]:
    return [record.reason for record in caplog.records if record.message == "bell_without_effect"]


@pytest.mark.long
def test_f_07_messages_that_come_back_the_next_day_in_any_order_are_ignored_with_their_reason(
    broker, ana, bruno, caplog, settings):  # fmt: skip
    caplog.set_level("INFO")
    make_unsigned(ana, to=[bruno])
    backup = several_parts(ana, bruno, settings)
    sent = []
    while backup.state == BackupState.RUNNING:  # the messages themselves do all the work of the night
        some = messages(broker)
        assert some, "the night stands still"
        deliver([one for one in some if one[1]])
        sent += [one for one in some if one[1]]
        backup = making.fresh(backup)
    assert {task for task, _ in sent} == ID_BELLS
    assert faults_of(backup) == NOTHING_WRONG
    messages(broker)
    before, asked = every_row(), len(reasons(caplog))
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        for order in (sent, sent[::-1], random.Random(7).sample(sent, len(sent))):
            deliver(order)
    assert {name for name, digest in every_row().items() if digest != before[name]} == set()
    assert len(reasons(caplog)) - asked == 3 * len(sent)
    assert set(reasons(caplog)[asked:]) == {"generated", "not due"}


def test_f_07_messages_that_come_before_their_turn_change_nothing(broker, ana, bruno, caplog, settings):
    caplog.set_level("INFO")
    backup = several_parts(ana, bruno, settings)
    early = [("backups.tasks.close_backup", [str(backup.pk)])]
    for _ in ("before the list is frozen", "before the parts are built"):
        before, asked = every_row(), len(reasons(caplog))
        deliver(early)
        assert every_row() == before
        assert reasons(caplog)[asked:] == ["running"]
        running.prepare(backup.pk)
    assert running.work_through(backup.pk)
    assert faults_of(Backup.objects.select_related("request").get(pk=backup.pk)) == NOTHING_WRONG
