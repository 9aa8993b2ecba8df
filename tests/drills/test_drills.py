"""The steps of pages of docs/operacion.md, one after the other, with their own commands."""

import json
import subprocess
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse

from backups import watches
from backups.models import BackupRequest, Omission
from backups.states import RequestState
from documents.models import Document
from quipux import clock
from quipux.alarms import services as alarms
from quipux.alarms.models import Alarm
from quipux.files.models import StoredFile
from quipux.files.store import storage_key
from quipux.outbox.models import Mail, MailState
from quipux.outbox.services import queue_mail
from quipux.safekeeping import making as copying
from tests.backups import making
from tests.backups.test_failures import lose

pytestmark = pytest.mark.django_db
NIGHT = date(2026, 3, 10)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(NIGHT, time(hour, minute), tzinfo=clock.GUAYAQUIL)


def order(*arguments) -> tuple[str, int]:
    """What a command says, and how it ends."""
    out = StringIO()
    try:
        call_command(*map(str, arguments), stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def open_alarms() -> set[str]:
    alarms.keep_watch()
    return {alarm.key.partition(":")[0] for alarm in Alarm.objects.filter(ended_at=None)} - {"correos"}


def test_a_night_that_did_not_begin_is_built_by_hand_and_the_alarm_ends(ana, bruno):
    with clock.frozen_at(at(12)):
        request = making.approved(ana, bruno)
    with clock.frozen_at(at(22, 15)):
        assert open_alarms() == {"noche"}
        assert "Respaldos generados: 1. Sin terminar: 0." in order("run_backups", "--now")[0]
        assert open_alarms() == set()
    assert BackupRequest.objects.get(pk=request.pk).state == RequestState.FULFILLED


def test_a_queue_that_grows_is_rehearsed_on_paper_and_fits_a_larger_night(settings, ana, bruno):
    settings.QUIPUX_NIGHT_REQUESTS = 10
    assert json.loads(order("simulate_night", "--requests", 25)[0])["tonight"] <= 10
    settings.QUIPUX_NIGHT_REQUESTS = 100
    assert json.loads(order("simulate_night", "--requests", 25)[0])["tonight"] > 10
    making.approved(ana, bruno)
    assert "puede empezar" in order("run_backups", "--now", "--dry-run")[0]


def test_a_disk_that_fills_is_told_rehearsed_and_over_when_there_is_room(settings, ana, bruno):
    settings.QUIPUX_DISK_FREE_SHARE = 0.9999
    request = making.approved(ana, bruno)
    assert open_alarms() == {"disco"}
    for command in ("purge_backups", "clean_storage"):
        assert order(command, "--dry-run")[1] == 0
    assert "Falta espacio en el disco" in order("run_backups", "--now", "--dry-run")[0]
    settings.QUIPUX_DISK_FREE_SHARE = 0
    assert open_alarms() == set()
    assert f"No. {request.number}" in order("run_backups", "--now", "--dry-run")[0]


def test_mails_that_wait_are_sent_by_hand_and_the_alarm_ends(mailoutbox):
    queue_mail(key="tarde", to="ana@ejemplo.gob.ec", subject="a", text="b")
    Mail.objects.update(created_at=clock.now() - timedelta(minutes=6))
    assert alarms.keep_watch()["began"] == 1
    assert "Correos enviados: 1" in order("sweep_outbox")[0]
    assert alarms.keep_watch()["ended"] == 1
    assert set(Mail.objects.filter(key="tarde").values_list("state", flat=True)) == {MailState.SENT}


def test_a_person_who_misses_documents_is_shown_each_reason(client, ana, bruno, sofia):
    request = making.approved(ana, bruno)
    lose(Document.objects.order_by("pk").first().official_pdf.sha256)
    backup = making.build(request)
    assert order("verify_backup", request.number) == (f"Respaldo No. {request.number}: íntegro.\n", 0)
    page = client(sofia).get(reverse("admin:sge:omissions", args=[request.uuid])).text
    missed = set(Omission.objects.filter(backup=backup).values_list("number", flat=True))
    assert missed
    assert [number for number in missed if number not in page] == []


def test_a_store_that_is_gone_is_told_and_over_when_it_is_mounted(ana, bruno, storage_folder):
    making.fulfilled(ana, bruno)
    place = storage_folder / "documentos"
    place.rename(storage_folder / "desmontado")
    place.write_text("")  # what is not mounted takes no files
    try:
        assert "almacenamiento" in open_alarms()
    finally:
        place.unlink()
        (storage_folder / "desmontado").rename(place)
    assert "almacenamiento" not in open_alarms()
    assert order("verify_storage")[1] == 0
    assert watches.damage() == {}


def test_after_a_change_of_database_the_three_commands_find_nothing(ana, bruno):
    making.fulfilled(ana, bruno)
    for command in ("verify_numbering", "verify_history", "reconcile"):
        assert order(command)[1] == 0, command


@pytest.mark.django_db(transaction=True)
def test_one_lost_file_comes_back_from_the_copy_by_any_age_program(vault, ana, bruno, tmp_path, storage_folder):
    making.fulfilled(ana, bruno)
    copying.make_copy()
    lost = StoredFile.objects.filter(media_type="application/pdf").order_by("pk").first().sha256
    lose(lost)
    told, code = order("verify_storage")
    assert (code, lost in told) == (1, True)
    sealed = next((vault.folder).rglob(f"{lost}.age"))
    assert sealed.relative_to(vault.folder).parts[-3:] == (lost[:2], lost[2:4], f"{lost}.age")
    found = tmp_path / "archivo"
    with found.open("wb") as file:
        subprocess.run(["age", "-d", "-i", vault.key, sealed], stdout=file, check=True)
    assert subprocess.run(["sha256sum", found], capture_output=True, text=True, check=True).stdout.startswith(lost)
    with found.open("rb") as file:
        storages["default"].save(storage_key(lost), file)
    assert (storage_folder / "documentos" / "archivos" / lost[:2] / lost[2:4] / lost).exists()  # as the page says
    assert order("verify_storage")[1] == 0
