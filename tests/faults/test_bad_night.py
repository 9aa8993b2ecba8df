"""A bad night: broker stopped, database restarted, disk full, mail server away. Nothing lost, operators told, all done after.

Everything is real: server, broker, workers, scheduler, mail server, a small disk. Only waiting is shortened: the clock
rings ten times as often, and what has to be old is made older in its row.
"""

import os
import socketserver
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F

from backups.models import BackupRequest
from backups.services import scheduling
from quipux import clock, servers
from quipux.alarms.models import Alarm
from quipux.outbox.models import Mail, MailState
from quipux.outbox.services import queue_mail
from quipux.runs.models import JobRun
from tests.backups import making
from tests.factories import make_documents
from tests.faults.night import NOTHING_WRONG, Figures, Night, half_written
from tests.faults.own_postgres import own_postgres
from tests.faults.test_f15_full_disk import SmallDisk
from tests.faults.test_f28_mail_server import Script
from tests.faults.workers import ROOT

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")]
OPERATORS = "alertas@ejemplo.gob.ec"


class MailServer:
    """Away until it begins; its port is its own from the start."""

    def __init__(self):
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Script, bind_and_activate=False)
        self.server.allow_reuse_address = self.server.daemon_threads = True
        self.server.server_bind()
        self.server.script, self.server.accepted = [], []
        self.port = self.server.server_address[1]

    def begin(self) -> None:
        self.server.server_activate()
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()


class Scheduler:
    """`celery beat` of the product."""

    def __init__(self, log: Path, environment: dict[str, str]):
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "quipux", "beat", "--pidfile="], cwd=ROOT, env=os.environ | environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                preexec_fn=servers.die_with_parent())  # fmt: skip

    def end(self) -> None:
        self.process.kill()
        self.process.wait(20)


@pytest.fixture
def own(transactional_db):
    with own_postgres() as server:
        yield server


@pytest.fixture
def own_broker(tmp_path):
    broker = servers.Broker(servers.system_broker() or servers.wheel_broker(), tmp_path)
    broker.url = broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def mail_server():
    server = MailServer()
    yield server
    server.server.server_close()


@pytest.fixture
def small_disk(storage_folder):
    disk = SmallDisk(storage_folder / "respaldos")
    yield disk
    disk.unmount()


@pytest.fixture
def night(own, small_disk, own_broker, mail_server, request, tmp_path):
    """The night with its worker and its scheduler at work."""
    workers, *people = (request.getfixturevalue(name) for name in ("workers", "ana", "bruno", "sofia"))
    environment = {
        "DATABASE_URL": own.url, "REDIS_URL": own_broker.url, "DJANGO_SETTINGS_MODULE": "tests.faults.hurried_settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}", "QUIPUX_ALERT_EMAIL": OPERATORS,
    }  # fmt: skip
    workers.start(**environment)
    scheduler = Scheduler(tmp_path / "beat.log", environment)
    yield Night(workers, *people)
    scheduler.end()
    workers.end()


def wait_for(night, condition, what):
    """Without bells of the test: the scheduler rings."""
    return night.workers.wait_until(condition, what)


def is_open(key) -> bool:
    return Alarm.objects.filter(key=key, ended_at=None).exists()


def make_older(minutes: int) -> None:
    """So long has nobody watched, and so long have the mails waited."""
    step = timedelta(minutes=minutes)
    JobRun.objects.filter(name="keep_watch").update(last_ended_at=F("last_ended_at") - step)
    Mail.objects.filter(state=MailState.QUEUED).update(created_at=F("created_at") - step)


def of_tonight():
    """Those of the documents are of their year, too old for a mail server that is away: they are given up at once."""
    return Mail.objects.filter(created_at__gt=clock.now() - timedelta(hours=12))


def shorten_the_pauses_of_mails() -> None:
    """After many failures a mail waits for up to an hour."""
    Mail.objects.filter(state=MailState.QUEUED).update(next_attempt_at=clock.now())


def ask_for(night, person, other) -> BackupRequest:
    make_documents(21, person, to=[other], at=making.at_noon(making.date(2020, 1, 6)))
    request = making.send_request(person)
    scheduling.schedule_requests()
    scheduling.run_now(BackupRequest.objects.get(pk=request.pk), actor=night.operator.actor)
    return BackupRequest.objects.get(pk=request.pk)


def test_a_night_without_broker_database_disk_and_mail_loses_nothing_and_the_operators_are_told(
    night, own, own_broker, small_disk, mail_server, capsys):  # fmt: skip
    figures = Figures("bad night", 2)
    night.write_documents()
    first = night.request()
    queue_mail(key="del-dia", to="ana@ejemplo.gob.ec", subject="Prueba", text="hola")
    wait_for(
        night, lambda: JobRun.objects.filter(name="keep_watch").exclude(last_ended_at=None).exists(), "the first watch"
    )
    wait_for(night, lambda: first.backup.parts.exclude(finished_at=None).count() >= 2, "two parts")
    own_broker.process.kill()
    own_broker.process.wait()
    second = ask_for(night, night.other, night.person)
    make_older(10)
    wait_for(
        night, lambda: is_open("cola") and is_open("correos"), "the scheduler itself tells that the broker is away"
    )
    own.restart()
    small_disk.fill(but=300_000)
    own_broker.start()
    wait_for(night, lambda: is_open("disco"), "the disk is told")
    small_disk.make_room()
    mail_server.begin()
    shorten_the_pauses_of_mails()
    for request in (first, second):
        figures.judge(night.workers.wait_until(lambda request=request: generated(request), f"No. {request.number}"))
        figures.runs += 1
    wait_for(night, lambda: not Alarm.objects.filter(ended_at=None).exists(), "every alarm ends")
    night.workers.wait_until(lambda: not of_tonight().exclude(state=MailState.SENT).exists(), "every mail leaves",
                             meanwhile=shorten_the_pauses_of_mails)  # fmt: skip
    figures.found["bad"] += half_written()
    told = set(Mail.objects.filter(to=OPERATORS, key__startswith="alarma-").values_list("subject", flat=True))
    for reason in ("el broker no responde", "los correos no salen", "poco espacio en el disco"):
        assert {f"QUIPUX: alarma: {reason}", f"QUIPUX: terminó la alarma: {reason}"} <= told
    assert len(mail_server.server.accepted) >= of_tonight().count() > 0
    connection.close()
    assert figures.tell(capsys) == NOTHING_WRONG


def generated(request):
    found = BackupRequest.objects.select_related("backup").get(pk=request.pk)
    return found.backup if found.state == "fulfilled" else None
