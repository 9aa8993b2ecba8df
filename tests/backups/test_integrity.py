"""What the nightly reading covers, its commands, and the reading before a publication (backups §6.1, §9.1 step 6)."""

import json
import random
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from backups import closer, integrity
from backups.models import Backup, BackupPart
from backups.services import checking, expiring, running
from backups.states import BackupState
from quipux import clock
from quipux.files.models import StoredFile
from quipux.outbox.models import Mail
from quipux.runs import services as runs
from quipux.runs.models import JobRun
from tests.backups import damage, making
from tests.backups.test_failures import lose, spoil

pytestmark = pytest.mark.django_db


def command(name, **options) -> tuple[dict, int]:
    """What a command answers as JSON, and its exit code."""
    out = StringIO()
    try:
        call_command(name, json=True, stdout=out, **options)
    except SystemExit as end:
        return json.loads(out.getvalue()), end.code
    return json.loads(out.getvalue()), 0


def test_only_what_people_may_download_is_read(ana, bruno):
    with clock.frozen_at(making.at_noon(date(2022, 2, 8))):
        backup = making.fulfilled(ana, bruno).backup
        assert checking.check_integrity().parts == 1
        assert BackupPart.objects.get(backup=backup).checked_at is not None
    with clock.frozen_at(clock.day_start(date(2022, 2, 16))):
        assert checking.check_integrity().parts == 0, "its validity is over"
        expiring.expire_due()
        assert checking.check_integrity().parts == 0


def test_two_copies_of_the_job_read_a_part_once(ana, bruno, monkeypatch):
    making.fulfilled(ana, bruno)
    begun = clock.database_now()
    assert checking.check_integrity().parts == 1
    monkeypatch.setattr(clock, "database_now", lambda: begun)
    assert checking.check_integrity().parts == 0, "the other copy has read it since"


def test_every_stored_file_is_read_once_in_thirty_nights(ana, bruno):
    making.fulfilled(ana, bruno)
    first, read = date(2026, 3, 1), []
    for night in range(checking.NIGHTS):
        with clock.frozen_at(making.at_noon(first + timedelta(days=night))):
            read.append(checking.check_integrity().files)
    assert sum(read) == StoredFile.objects.count()
    assert max(read) < StoredFile.objects.count()


def test_verify_storage_names_every_damage_and_ends_with_one(ana, bruno, settings):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    backup = making.fulfilled(ana, bruno).backup
    assert command("verify_storage") == (
        {"parts": 1, "damaged": 0, "files": StoredFile.objects.count(), "bad_files": 0, "faults": []}, 0)  # fmt: skip
    lost, spoilt = StoredFile.objects.filter(media_type="application/pdf").order_by("pk")[:2]
    lose(lost.sha256)
    spoil(spoilt.sha256)
    damage.flip_a_byte(BackupPart.objects.get(backup=backup), random.Random(8))
    told, code = command("verify_storage", dry_run=True)
    assert (code, not BackupPart.objects.damaged().exists(), Mail.objects.filter(key__startswith="alerta").count()) == (
        1, True, 0)  # fmt: skip
    assert told["faults"] == [
        f"Solicitud No. {backup.request.number}, parte 1: sus bytes no corresponden a su SHA-256.",
        f"{lost.sha256}: no está en el almacenamiento.", f"{spoilt.sha256}: su contenido cambió."]  # fmt: skip
    assert command("verify_storage")[1] == 1
    assert BackupPart.objects.damaged().exists()
    assert Mail.objects.filter(subject="QUIPUX: alerta de respaldos: archivos guardados con daño").count() == 1


def test_each_job_leaves_its_row_and_one_line(ana, bruno, caplog):
    making.fulfilled(ana, bruno)
    with caplog.at_level("INFO", logger="quipux.runs"):
        told, code = command("check_integrity")
    assert (code, told["parts"]) == (0, 1)
    row = JobRun.objects.get(name="check_integrity")
    assert (row.runs, row.failures, row.result["parts"]) == (1, 0, 1)
    [line] = [record for record in caplog.records if record.name == "quipux.runs"]
    assert (line.message, line.job, line.parts, line.damaged) == ("job_done", "check_integrity", 1, 0)


def test_a_job_that_fails_is_counted_and_keeps_its_last_good_end(db):
    runs.run("prueba", lambda: 3)
    good = JobRun.objects.get(name="prueba").last_ended_at
    with pytest.raises(ZeroDivisionError):
        runs.run("prueba", lambda: 1 // 0)
    row = JobRun.objects.get(name="prueba")
    assert (row.last_ended_at, row.failures, row.runs, row.result) == (good, 1, 1, {"count": 3})
    assert row.last_failed_at > good


@pytest.fixture
def half_built(ana, bruno, settings) -> Backup:
    """Every document part is finished, of an earlier night; the index is not."""
    settings.QUIPUX_PART_SIZE = 1_000_000
    making.documents_of_size(ana, bruno, [60_000] * 21)
    backup = making.claim(making.send_request(ana))
    running.prepare(backup.pk)
    for part in BackupPart.objects.of_documents():
        assert running.build_part(part.pk)
    BackupPart.objects.of_documents().update(finished_at=clock.now() - 2 * closer.READ_AGAIN_AFTER)
    return making.fresh(backup)


@pytest.mark.parametrize("harm", [damage.remove, lambda part: damage.flip_a_byte(part, random.Random(2))])
def test_a_finished_part_that_was_damaged_before_the_publication_is_built_again(half_built, harm):
    part = BackupPart.objects.of_documents().order_by("number").first()
    before = part.sha256
    harm(part)
    assert running.close(half_built.pk) is False
    assert making.fresh(half_built).state == BackupState.RUNNING
    assert [p.number for p in BackupPart.objects.of_documents().unfinished()] == [part.number]
    assert running.work_through(half_built.pk)
    assert BackupPart.objects.get(pk=part.pk).sha256 == before
    assert integrity.fault_of(making.fresh(half_built)) is None
