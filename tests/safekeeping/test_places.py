"""`manage.py doctor` looks at the places of the copies before the night that needs them (contract §1, safety §11)."""

from pathlib import Path

import pytest

from quipux import doctor
from quipux.safekeeping import making, nightly, places, programs
from quipux.safekeeping.errors import SafekeepingError

LINE = "Copias del sistema"


def told() -> tuple[bool, str]:
    """The line of the report."""
    finding = next(one for one in doctor.examine() if one.name == LINE)
    return finding.ok, finding.detail


@pytest.fixture
def only_this_line(monkeypatch):
    """The other parts have tests of their own."""
    monkeypatch.setattr(doctor, "CHECKS", {LINE: doctor.CHECKS[LINE]})


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_this_line")]


@pytest.fixture
def far(vault, settings, bucket, s3_endpoint):
    """A bucket beside the folder."""
    place = {"kind": "s3", "bucket": bucket, "endpoint": s3_endpoint, "region": "us-east-1"}
    settings.QUIPUX_SYSTEM_BACKUP_BUCKET = place
    return place


def test_without_a_folder_it_says_that_nobody_copies():
    assert told() == (True, places.OFF)


def test_a_bucket_without_a_folder_copies_nothing_and_is_told(far, settings):
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = None
    ok, detail = told()
    assert (ok, "indique la carpeta" in detail) == (False, True)


def test_folder_and_bucket_take_a_file_and_keep_nothing_of_it(vault, far, s3_client):
    ok, detail = told()
    assert (ok, detail) == (
        True,
        "la carpeta escribe y lee; el depósito escribe, lee y borra; todavía no se hizo ninguna copia",
    )
    assert list(vault.folder.iterdir()) == []
    assert "Contents" not in s3_client.list_objects_v2(Bucket=far["bucket"])


def test_one_disk_for_the_documents_and_their_only_copy_is_told(vault, storage_folder, settings, tmp_path):
    storage_folder.mkdir(parents=True, exist_ok=True)
    documents = tmp_path / "documentos"
    documents.mkdir()
    settings.CONFIGURATION = settings.CONFIGURATION | {"STORAGE_URL": {"kind": "file", "path": str(documents)}}
    ok, detail = told()
    assert (ok, "en el mismo disco que los documentos" in detail) == (True, True)


def test_the_last_copy_is_named(vault):
    from quipux import clock
    from quipux.runs.models import JobRun

    with clock.frozen_at(clock.day_start(clock.today())):
        JobRun.objects.create(name=nightly.JOB, last_started_at=clock.now(), last_ended_at=clock.now())
        assert told()[1].endswith(f"última copia: {clock.today():%Y-%m-%d} 00:00")


def test_a_place_that_takes_nothing_is_told_with_what_to_do(vault, settings, tmp_path):
    wall = tmp_path / "pared"
    wall.write_text("")
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = str(wall / "copias")
    ok, detail = told()
    assert (ok, "monte su disco" in detail) == (False, True)
    with pytest.raises(OSError):
        Path(making.folder()).mkdir()


@pytest.mark.parametrize("wrong", [{"bucket": "no-existe"}, {"endpoint": "http://127.0.0.1:1"}])
def test_a_bucket_that_takes_nothing_is_told_with_what_to_look_at(far, settings, wrong):
    settings.QUIPUX_SYSTEM_BACKUP_BUCKET = far | wrong
    ok, detail = told()
    assert (ok, "revise que QUIPUX_SYSTEM_BACKUP_BUCKET exista" in detail) == (False, True)


def test_a_missing_key_and_a_missing_program_are_told(vault, settings, monkeypatch):
    def none():
        raise SafekeepingError("No se encontró pg_dump de PostgreSQL 18; instale postgresql-client-18.")

    monkeypatch.setattr(programs, "dumper", none)
    assert told() == (False, "No se encontró pg_dump de PostgreSQL 18; instale postgresql-client-18.")
    settings.QUIPUX_SYSTEM_BACKUP_KEY = ""
    ok, detail = told()
    assert (ok, "backup_system --new-key" in detail) == (False, True)
