"""A copy of the system: sealed, of one instant, each content once, and honest about what it could not keep."""

import subprocess
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from quipux import clock
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.outbox.models import Mail
from quipux.safekeeping import making, nightly, restoring, sealing
from quipux.safekeeping.errors import SafekeepingError
from quipux.safekeeping.manifest import DATABASE, FILES, SHARED, table_counts
from quipux.safekeeping.retention import Keep, kept
from tests.backups.making import at_noon
from tests.concurrency.parallel import at_once
from tests.factories import make_document

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "colibrí tornasol"
AGE = b"age-encryption.org/v1\n"


@pytest.fixture
def letter(ana, bruno):
    """A document whose subject and annex would be recognised anywhere."""
    return make_document(ana, to=[bruno], subject=CANARY, at=at_noon(date(2020, 1, 6)),
                         attachments=[("anexo.txt", CANARY.encode() * 40)])  # fmt: skip


def sealed_files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_s_77_nothing_of_a_copy_can_be_read_without_the_key_that_is_kept_elsewhere(vault, letter):
    made = making.make_copy()
    files = sealed_files(vault.folder)
    assert {DATABASE, FILES, SHARED} <= {path.name for path in [*made.path.iterdir(), *vault.folder.iterdir()]}
    assert len(files) == 3 + StoredFile.objects.count()
    for path in files:
        content = path.read_bytes()
        assert content.startswith(AGE), path
        assert CANARY.encode() not in content
        assert b"PGDMP" not in content
        assert path.stat().st_mode & 0o077 == 0, "nobody else of this machine reads it"
    other = vault.key.with_name("otra")
    sealing.make_key(other)
    with pytest.raises(SafekeepingError, match="no se abre con esa llave"):
        restoring.read_manifest(made.path, sealing.read_key(other))
    assert vault.key.stat().st_mode & 0o777 == 0o400


def test_any_age_program_opens_a_copy(vault, letter):
    made = making.make_copy()
    told = subprocess.run(["age", "-d", "-i", vault.key, made.path / DATABASE], capture_output=True, check=True)
    assert told.stdout.startswith(b"PGDMP")


def test_the_manifest_tells_rows_and_contents_of_one_instant(vault, letter):
    made = making.make_copy()
    manifest = restoring.read_manifest(made.path, sealing.read_key(vault.key))
    assert manifest == made.manifest
    assert manifest.tables["documents_document"] == 1
    assert manifest.tables["files_storedfile"] == manifest.contents == StoredFile.objects.count()
    assert manifest.faults == []


def test_what_an_earlier_copy_sealed_is_not_sealed_again(vault, letter):
    first = making.make_copy()
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        second = making.make_copy()
    assert (first.sealed, second.sealed) == (first.manifest.contents, 0)
    assert len(making.copies(vault.folder)) == 2


def test_missing_and_altered_bytes_are_named_and_never_kept(vault, letter, storage_folder):
    stored = StoredFile.objects.order_by("pk").first()
    path = storage_folder / "documentos" / stored.key
    path.write_bytes(b"x" * stored.size)
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("backup_system", stdout=told)
    assert "con daño: 1." in told.getvalue()
    [copy] = making.copies(vault.folder).values()
    manifest = restoring.read_manifest(copy, sealing.read_key(vault.key))
    assert manifest.faults == [f"default {stored.key}: su contenido cambió"]
    assert not list(vault.folder.rglob(f"{stored.sha256}*"))


def test_old_copies_go_with_the_contents_that_only_they_named(vault, letter, settings):
    settings.QUIPUX_SYSTEM_BACKUP_KEEP = (1, 1, 1)
    passing = store.save(b"de paso", media_type="text/plain")
    with clock.frozen_at(at_noon(date(2026, 3, 2))):
        making.make_copy()
    store.remove(passing)
    with clock.frozen_at(at_noon(date(2026, 3, 3))):
        made = making.make_copy()
    assert made.removed == 1
    assert list(making.copies(vault.folder)) == [at_noon(date(2026, 3, 3))]
    left = {path.stem for path in (vault.folder / SHARED).rglob("*.age")}
    assert left == set(StoredFile.objects.values_list("sha256", flat=True))


def test_the_last_copy_of_each_day_week_and_month_is_kept():
    noons = [at_noon(date(2026, 1, 1)) + timedelta(days=n) for n in range(400)]
    both = noons + [noon - timedelta(hours=5) for noon in noons]
    found = sorted(kept(both, Keep(7, 5, 12)), reverse=True)
    assert found[:7] == noons[:-8:-1]
    assert {at.time().hour for at in found} == {12}, "the last of its day"
    assert len({(at.year, at.month) for at in found}) == 12
    assert len({at.isocalendar()[:2] for at in found[:11]}) >= 5
    assert kept([], Keep(7, 5, 12)) == set()


def test_a_rehearsal_counts_what_a_copy_would_seal_and_writes_nothing(vault, letter, settings):
    settings.QUIPUX_SYSTEM_BACKUP_KEEP = (1, 1, 1)
    before = table_counts()
    told = making.rehearse()
    files = list(StoredFile.objects.values_list("size", flat=True))
    assert told.counts == {"contents": len(files), "sealed": len(files), "bytes": sum(files), "removed": 0}
    assert not vault.folder.exists()
    assert table_counts() == before
    with clock.frozen_at(at_noon(date(2026, 3, 2))):
        assert making.make_copy().sealed == told.sealed
    with clock.frozen_at(at_noon(date(2026, 3, 3))):
        out = StringIO()
        call_command("backup_system", "--dry-run", stdout=out)
    assert "nuevos: 0 (0 bytes). Copias antiguas que se borrarían: 1. No se cambió nada." in out.getvalue()
    assert len(making.copies(vault.folder)) == 1


def test_two_runs_at_once_are_one(vault, letter):
    results = at_once(making.make_copy, making.make_copy)
    [refused] = [one for one in results if isinstance(one, SafekeepingError)]
    assert str(refused) == "Ya hay una copia de seguridad en curso."
    assert len(making.copies(vault.folder)) == 1
    assert not list(vault.folder.glob(f"{making.UNFINISHED}*"))


def test_a_copy_that_cannot_be_made_is_told(vault, letter, settings):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    vault.folder.write_text("un archivo donde debía haber una carpeta")
    with pytest.raises(OSError):
        nightly.copy()
    assert (
        Mail.objects.get(to=settings.QUIPUX_ALERT_EMAIL).subject
        == "QUIPUX alerta: no se pudo hacer la copia de seguridad"
    )


def test_nothing_is_ever_restored_over_what_is_there(vault, letter):
    made, before = making.make_copy(), table_counts()
    with pytest.raises(SafekeepingError, match="no está vacía"):
        restoring.restore(made.path, sealing.read_key(vault.key))
    assert table_counts() == before


def test_without_a_place_nothing_is_copied_and_nobody_is_told(settings):
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = None
    assert nightly.copy() is None
    with pytest.raises(CommandError, match="Falta QUIPUX_SYSTEM_BACKUP_FOLDER"):
        call_command("backup_system")
