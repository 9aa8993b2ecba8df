"""Alarms: each fault is said once when it begins and once when it ends, with the page of its steps (safety §13)."""

import runpy
from datetime import timedelta

import pytest
from django.core import mail

from backups.models import Backup
from quipux import clock
from quipux.alarms import answers, services, standing_in
from quipux.alarms.models import Alarm, AnswerCount
from quipux.alarms.runbooks import DOCUMENT, Runbook
from quipux.outbox.models import Mail, MailState
from quipux.outbox.services import queue_mail
from quipux.runs.models import JobRun
from quipux.safekeeping import nightly
from quipux.safekeeping.waiting import of_the_machines
from tests.backups import making
from tests.concurrency.parallel import at_once
from tests.house import source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _operators(settings):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"


def told() -> list[str]:
    return list(Mail.objects.filter(key__startswith="alarma-").order_by("pk").values_list("subject", flat=True))


def late_mail() -> Mail:
    queue_mail(key="tarde", to="ana@ejemplo.gob.ec", subject="a", text="b")
    Mail.objects.filter(key="tarde").update(created_at=clock.now() - timedelta(minutes=6))
    return Mail.objects.get(key="tarde")


def open_alarms() -> set[str]:
    services.keep_watch()
    return set(Alarm.objects.filter(ended_at=None).values_list("key", flat=True))


def test_an_alarm_is_said_once_when_it_begins_and_once_when_it_ends():
    waiting = late_mail()
    assert [services.keep_watch() for _ in range(3)] == [
        {"began": began, "ended": 0, "open": 1} for began in (1, 0, 0)]  # fmt: skip
    assert told() == ["QUIPUX: alarma: los correos no salen"]
    waiting.delete()
    with clock.frozen_at(clock.now() + timedelta(minutes=3)):
        assert [services.keep_watch()["ended"] for _ in range(2)] == [1, 0]
    assert told()[1:] == ["QUIPUX: terminó la alarma: los correos no salen"]
    begin, end = Mail.objects.filter(key__startswith="alarma-").order_by("pk")
    assert "Guía: docs/operacion.md, «Los correos no salen»." in begin.text
    assert "Duró 3" in end.text
    late_mail()
    assert services.keep_watch()["began"] == 1, "another time is another alarm"


def test_without_an_address_the_alarm_stays_in_its_row_and_in_the_log(settings, caplog):
    settings.QUIPUX_ALERT_EMAIL = None
    late_mail()
    assert open_alarms() == {"correos"}
    assert told() == []
    assert [(record.message, record.alarm) for record in caplog.records if record.name == "quipux.alarms"] == [
        ("alarm_began", "correos")]  # fmt: skip


def test_a_look_that_fails_is_an_alarm_and_hides_no_other(monkeypatch):
    broken = services.Watch("rota", "una comprobación falla", Runbook.ERRORS, lambda: {"": [str(1 / 0)]})
    monkeypatch.setattr(services, "_watches", {"rota": broken, **services._watches})
    late_mail()
    assert open_alarms() == {"rota", "correos"}
    assert Alarm.objects.get(key="rota").lines == services.UNASKED


def test_disk_clock_copy_history_and_given_up_backups_have_their_alarm(ana, bruno, settings, tmp_path, monkeypatch):
    assert open_alarms() == set()
    settings.QUIPUX_DISK_FREE_SHARE = 0.9999
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = str(tmp_path)
    JobRun.objects.create(name=nightly.JOB, last_ended_at=clock.now() - timedelta(hours=27))
    JobRun.objects.create(name="verify_history", last_ended_at=clock.now(), result={"faults": 2})
    JobRun.objects.create(name="dispatch_due", last_ended_at=clock.now() - timedelta(minutes=6))
    Mail.objects.create(key="perdido", to="a@b.ec", subject="a", text="b", state=MailState.FAILED, created_at=clock.now(),
                        next_attempt_at=clock.now())  # fmt: skip
    request = making.approved(ana, bruno)
    Backup.objects.filter(request=request).update(**{"state": "failed"}, retry_nights=settings.QUIPUX_RETRY_NIGHTS)
    apart = clock.database_now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "database_now", lambda: apart)
    assert open_alarms() == {
        "disco", "copia", "recorrido", "trabajos", "correos-fallidos", "correos", "reloj", f"sin-generar:{request.uuid}"}  # fmt: skip


def test_over_two_percent_of_errors_in_five_minutes_is_an_alarm_and_a_maintenance_is_none(monkeypatch):
    tally = answers.Tally(every=0)
    for status in [200] * 90 + [503] * 10 + [500] * 2:
        tally.add(status)
    assert answers.too_many_errors() == {}, "two errors wake nobody"
    tally.add(502)
    assert open_alarms() == {"errores"}
    with clock.frozen_at(clock.now() + timedelta(minutes=6)):
        assert "errores" not in open_alarms()
    with clock.frozen_at(clock.now() + timedelta(days=2)):
        assert answers.forget_old() == 103


def test_the_web_server_counts_each_answer_after_it_left(monkeypatch):
    counted = answers.Tally(every=0)
    monkeypatch.setattr(answers, "_tally", lambda process: counted)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")  # set by the settings of the server; here it goes back
    server = runpy.run_path(str(source.ROOT / "quipux" / "deploy" / "gunicorn.py"))

    class Answer:
        status_code = 500

    server["post_request"](None, None, {}, Answer())
    server["post_request"](None, None, {}, None)
    server["_COUNTS"].cleanup()
    assert list(AnswerCount.objects.values_list("answers", "errors")) == [(1, 1)]


def test_the_scheduler_keeps_the_watch_itself_and_sends_the_mails_when_no_worker_does():
    late_mail()
    assert standing_in.stand_in()
    assert not standing_in.stand_in(), "somebody did, just now"
    assert [one.subject for one in mail.outbox] == ["a", "QUIPUX: alarma: los correos no salen"]
    with clock.frozen_at(clock.now() + timedelta(minutes=3)):
        assert standing_in.stand_in()
    assert len(mail.outbox) == 3


@pytest.mark.django_db(transaction=True)
def test_two_that_look_at_once_tell_once():
    late_mail()
    assert [one for one in at_once(*[services.keep_watch] * 4) if isinstance(one, Exception)] == []
    assert told() == ["QUIPUX: alarma: los correos no salen"]


def test_what_is_open_stands_on_the_board_until_it_ends():
    late_mail()
    services.keep_watch()
    told = {row.label: row for row in of_the_machines(clock.now())}["Alarmas abiertas"]
    assert (told.count, told.note, told.is_urgent) == (1, "los correos no salen", True)
    Mail.objects.filter(key="tarde").delete()
    services.keep_watch()
    assert {row.label: row.count for row in of_the_machines(clock.now())}["Alarmas abiertas"] == 0


def test_every_alarm_names_a_page_of_the_operation():
    headings = {line.lstrip("# ") for line in (source.ROOT / DOCUMENT).read_text().splitlines() if line.startswith("#")}
    assert sorted({watch.runbook for watch in services.watches()} - headings) == []
    assert sorted(set(Runbook) - headings) == []
