"""What must never be so is found every ten minutes, and repaired or told (backups §6.1, reconcile)."""

import json
import os
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from backups import watches
from backups.models import Backup, BackupPart, BackupRequest, Night
from backups.services import expiring, reconciling, repairing
from quipux import clock
from quipux.files.parts import PartStore
from quipux.history.models import Entry
from quipux.outbox.models import Mail, MailState
from quipux.runs.models import JobRun
from tests.backups import damage, making

pytestmark = pytest.mark.django_db
NIGHT = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _alert_address(settings):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    settings.QUIPUX_DISK_FREE_SHARE = 0


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=clock.GUAYAQUIL)


def alerts() -> list[str]:
    return [mail.subject.removeprefix("QUIPUX: alerta de respaldos: ")
            for mail in Mail.objects.filter(key__startswith="alerta-").order_by("pk")]  # fmt: skip


def anything_found(found) -> dict:
    return {kind: count for kind, count in found.items() if count}


def test_a_sound_office_has_nothing_to_reconcile(ana, bruno):
    making.fulfilled(ana, bruno)
    assert anything_found(reconciling.reconcile()) == {}
    assert alerts() == []


def test_an_available_backup_without_its_file_is_repaired(ana, bruno):
    backup = making.fulfilled(ana, bruno).backup
    part = BackupPart.objects.get(backup=backup)
    damage.remove(part)
    assert reconciling.reconcile()["missing_parts"] == 1
    assert reconciling.reconcile()["missing_parts"] == 0, "it is known now"
    assert alerts() == [f"daño en el respaldo No. {backup.request.number}"]
    assert repairing.repair_part(part.pk)
    assert anything_found(reconciling.reconcile()) == {}


def test_files_without_a_row_are_told_when_the_daily_sweep_left_them():
    with PartStore().stage("respaldo_9") as staged:
        staged.file.write(b"nadie")
        staged.commit("9/nadie", size=5, sha256="0" * 64)
    path = damage.path_of("9/nadie")
    assert reconciling.reconcile()["orphans"] == 0, "it may be under way"
    old = path.stat().st_mtime - 3600 * (reconciling.ORPHANS_GONE_AFTER + 1)
    os.utime(path, (old, old))
    assert reconciling.reconcile()["orphans"] == 1
    assert alerts() == ["archivos que ningún respaldo nombra"]
    assert expiring.clean_storage() == ["9/nadie"]
    assert reconciling.reconcile()["orphans"] == 0


def test_a_request_sent_and_never_approved_is_told(ana, bruno, settings):
    request = making.approved(ana, bruno)
    BackupRequest.objects.filter(pk=request.pk).update(
        **{"state": "submitted"}, sent_at=clock.now() - timedelta(hours=1)
    )
    assert reconciling.reconcile()["unapproved"] == 1
    reconciling.reconcile()
    assert alerts() == [f"la solicitud No. {request.number} no se aprobó"]
    settings.QUIPUX_BACKUP_AUTHORIZER = True
    assert reconciling.reconcile()["unapproved"] == 0, "somebody has to authorise it"


def test_what_waits_under_a_night_that_is_over_gets_another(ana, bruno):
    with clock.frozen_at(at(NIGHT, 12)):
        request = making.approved(ana, bruno)
    with clock.frozen_at(at(NIGHT + timedelta(days=2), 12)):
        assert reconciling.reconcile()["past_nights"] == 1
        assert reconciling.reconcile()["past_nights"] == 0
    assert Backup.objects.get(request=request).scheduled_for == NIGHT + timedelta(days=2)
    newest = Entry.objects.of(request).first()
    assert newest.comment == "Se cambia fecha de ejecución de respaldo a: 2026-03-12"


def test_a_night_that_did_not_begin_is_found_at_a_quarter_past(ana, bruno):
    with clock.frozen_at(at(NIGHT, 12)):
        making.approved(ana, bruno)
    for hour, minute, found in ((21, 59, 0), (22, 14, 0), (22, 15, 1), (22, 40, 1)):
        with clock.frozen_at(at(NIGHT, hour, minute)):
            assert reconciling.reconcile()["idle_night"] == found
            assert list(watches.idle_night()) == ["2026-03-10"] * found


@pytest.mark.parametrize("reason", [{"first_claim_at": at(NIGHT, 22, 1)}, {"is_paused": True}])
def test_a_night_that_began_or_is_paused_is_not_told(ana, bruno, reason):
    with clock.frozen_at(at(NIGHT, 12)):
        making.approved(ana, bruno)
    Night.objects.filter(date=NIGHT).update(**reason)
    with clock.frozen_at(at(NIGHT, 22, 30)):
        assert reconciling.reconcile()["idle_night"] == 0


def test_an_empty_night_need_not_begin():
    with clock.frozen_at(at(NIGHT, 23)):
        assert reconciling.reconcile()["idle_night"] == 0


def test_mails_that_do_not_leave_and_mails_given_up_are_counted():
    now = clock.now()
    fields = {"to": "ana@ejemplo.gob.ec", "subject": "a", "text": "b", "next_attempt_at": now}
    Mail.objects.create(key="espera", created_at=now - timedelta(minutes=6), **fields)
    Mail.objects.create(key="fallido", created_at=now - timedelta(hours=25), state=MailState.FAILED, **fields)
    assert reconciling.reconcile()["late_mails"] == 2


def test_a_disk_that_fills_is_counted(settings):
    settings.QUIPUX_DISK_FREE_SHARE = 0.9999
    assert [reconciling.reconcile()["full_disk"] for _ in range(2)] == [1, 1]


def test_a_dry_run_tells_and_changes_nothing(ana, bruno):
    backup = making.fulfilled(ana, bruno).backup
    damage.remove(BackupPart.objects.get(backup=backup))
    out = StringIO()
    call_command("reconcile", dry_run=True, json=True, stdout=out)
    assert json.loads(out.getvalue())["missing_parts"] == 1
    assert not BackupPart.objects.damaged().exists()
    assert alerts() == []
    assert not JobRun.objects.exists()
    call_command("reconcile", stdout=out)
    assert BackupPart.objects.damaged().count() == 1
    assert JobRun.objects.get(name="reconcile").result["missing_parts"] == 1
