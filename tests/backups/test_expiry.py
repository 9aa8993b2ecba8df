"""The end of a validity, the physical removal, and what makes both refuse (T21, T22, backups §6.2, B-55)."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from backups.models import Backup, BackupFile, BackupPart, BackupRequest, ManifestEntry
from backups.services import expiring
from backups.states import DeleteReason, Kind, RequestState
from backups.validity import expiry
from quipux import clock
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.files.parts import PartStore
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from quipux.runs import services as runs
from quipux.runs.models import JobRun
from tests.backups import making

pytestmark = pytest.mark.django_db
GENERATED_ON = date(2022, 2, 8)
END = clock.day_start(date(2022, 2, 16))


@pytest.fixture
def available(ana, bruno) -> BackupRequest:
    """Ana's backup, generated on 2022-02-08 at 15:00."""
    with clock.frozen_at(clock.day_start(GENERATED_ON) + timedelta(hours=15)):
        return making.fulfilled(ana, bruno)


def stored_keys() -> list[str]:
    return [key for key, _, _ in PartStore().list_keys()]


def run_both() -> tuple[int, int]:
    return runs.run(expiring.EXPIRE, expiring.expire_due), runs.run(expiring.PURGE, expiring.purge_due)


def test_b_55_it_works_to_the_last_second_and_is_gone_before_the_job_runs(client, ana, available):
    page, part = (
        reverse(f"backups:{name}", args=[available.uuid, *more]) for name, more in (("download", []), ("part", [1]))
    )
    with clock.frozen_at(END - timedelta(seconds=1)):
        browser = client(ana)
        assert browser.get(page).status_code == 200
        answer = browser.get(part)
        assert answer.status_code == 200
        running = answer.streaming_content
        first = next(running)
    with clock.frozen_at(END):
        assert [client(ana).get(address).status_code for address in (page, part)] == [410, 410]
        rest = b"".join(running)
    size = BackupPart.objects.get(backup__request=available).bytes
    assert len(first) + len(rest) == size, "a transfer begun before ends"
    answer.close()


def test_b_55_the_job_ends_it_with_its_words_and_the_purge_removes_everything(available):
    with clock.frozen_at(END):
        assert run_both() == (1, 0)
        assert run_both() == (0, 0)
    request = BackupRequest.objects.select_related("backup").get(pk=available.pk)
    assert (request.state, request.delete_reason) == (RequestState.DELETED, DeleteReason.EXPIRED)
    newest = Entry.objects.of(request).first()
    assert (newest.label, newest.actor_name) == ("Eliminación automática de respaldo", "Sistema")
    assert newest.comment == "Los 7 días de vigencia han expirado."
    assert len(stored_keys()) == 1
    for hours, purged in ((71, 0), (72, 1), (73, 0)):
        with clock.frozen_at(END + timedelta(hours=hours)):
            runs.confirm(expiring.PURGE, by="Sofía")
            assert runs.run(expiring.PURGE, expiring.purge_due) == purged
    assert stored_keys() == []
    assert Entry.objects.of(request).first().label == "Respaldo Físico Eliminado"
    assert ManifestEntry.objects.filter(backup=request.backup).exists(), "the proof outlives the files"


def test_b_55_an_institutional_backup_lasts_four_days():
    generated = clock.day_start(GENERATED_ON) + timedelta(hours=15)
    assert expiry(generated, Kind.INSTITUTIONAL) == clock.day_start(date(2022, 2, 13))
    assert expiry(generated, Kind.PERSONAL) == END


@pytest.mark.parametrize("days", [1, -1, 3650])
def test_b_55_f_22_a_host_whose_clock_is_wrong_deletes_nothing(available, settings, monkeypatch, days):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    wrong = type("Wrong", (expiring.datetime,), {
        "now": classmethod(lambda cls, zone: clock.database_now() + timedelta(days=days))})  # fmt: skip
    monkeypatch.setattr(expiring, "datetime", wrong)
    with clock.frozen_at(END):
        for job in (expiring.expire_due, expiring.purge_due):
            with pytest.raises(expiring.ClockDoubtful):
                job()
    assert BackupRequest.objects.get(pk=available.pk).state == RequestState.FULFILLED
    assert Mail.objects.filter(subject="QUIPUX: alerta de respaldos: relojes distintos").count() == 1


@pytest.mark.parametrize(
    ("job", "work"), [(expiring.EXPIRE, expiring.expire_due), (expiring.PURGE, expiring.purge_due)]
)
def test_a_job_that_had_stopped_deletes_nothing_until_an_operator_confirms(available, settings, job, work):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    with clock.frozen_at(END - timedelta(hours=27)):
        runs.run(job, work)
    with clock.frozen_at(END):
        for _ in range(2):
            with pytest.raises(runs.TooLongSilent):
                runs.run(job, work)
        assert Mail.objects.filter(subject__contains="un trabajo estuvo detenido más de 26 horas").count() == 1
        assert JobRun.objects.get(name=job).failures == 2
        call_command("confirm_job", job, stdout=StringIO())
        runs.run(job, work)
    with clock.frozen_at(END + timedelta(hours=25)):
        runs.run(job, work)
    assert "consola" in JobRun.objects.get(name=job).confirmed_by


def test_a_purge_of_too_much_at_once_refuses_and_tells(available, settings, monkeypatch):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    monkeypatch.setattr(expiring, "SMALL_PURGE", 0)
    with clock.frozen_at(END):
        expiring.expire_due()
    with clock.frozen_at(END + timedelta(hours=80)), pytest.raises(expiring.PurgeTooLarge):
        expiring.purge_due()
    assert len(stored_keys()) == 1
    assert Mail.objects.filter(subject__contains="demasiados respaldos por borrar").count() == 1


def test_the_purge_removes_what_was_made_for_the_archive_alone(ana, bruno, available):
    with clock.frozen_at(END):
        expiring.expire_due()
    backup = Backup.objects.get(request=available)
    acta = backup.acta
    own = BackupFile.objects.filter(item__backup=backup).first()
    BackupFile.objects.filter(pk=own.pk).update(path=expiring.RENDERED)  # its content belongs to a document too
    with clock.frozen_at(END + timedelta(hours=80)):
        assert expiring.purge_due(dry_run=True) == 1
        assert store.read(acta)
        assert expiring.purge_due() == 1
    assert not StoredFile.objects.filter(pk=acta.pk).exists()
    with pytest.raises(store.StoredBytesMissing):
        store.read(acta)
    assert store.read(own.file), "what somebody else refers to stays"
    comment = Entry.objects.of(available).first().comment
    size = BackupPart.objects.get(backup=backup).bytes + acta.size
    assert comment == f"Se eliminaron 2 archivos ({size} bytes). Regla: vigencia de 7 días."


def test_a_dry_run_of_the_sweeps_says_what_they_would_do(available):
    out = StringIO()
    with clock.frozen_at(END):
        call_command("expire_backups", dry_run=True, stdout=out)
        assert BackupRequest.objects.get(pk=available.pk).state == RequestState.FULFILLED
        call_command("expire_backups", stdout=out)
    with clock.frozen_at(END + timedelta(hours=80)):
        call_command("purge_backups", dry_run=True, stdout=out)
    assert out.getvalue().splitlines() == [
        "Respaldos vencidos: 1. No se cambió nada.", "Respaldos vencidos: 1.",
        "Respaldos borrados: 1. No se cambió nada."]  # fmt: skip
    assert len(stored_keys()) == 1
    assert JobRun.objects.get(name=expiring.EXPIRE).runs == 1


def test_starting_a_demonstration_by_hand_is_the_operators_word(available):
    from quipux.launcher import office

    with clock.frozen_at(END - timedelta(days=9)):
        run_both()
    with clock.frozen_at(END):
        office.confirm_jobs()
        assert run_both() == (1, 0)
