"""F-35: the copy of a living system is restored into an empty place, by the two commands of the runbook."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project

from quipux.runs.models import JobRun
from quipux.safekeeping import sealing
from tests.backups import making

ROOT = Path(project.BASE_DIR)


def manage(*arguments, **variables) -> subprocess.CompletedProcess:
    """The project's own command in another process, on the database of this test."""
    name = project.DATABASES["default"]["NAME"]
    address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    environment = {**os.environ, "DATABASE_URL": address, **variables}
    return subprocess.run([sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, env=environment,
                          capture_output=True, text=True, check=False)  # fmt: skip


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_f_35_a_copy_is_restored_verified_and_builds_a_backup(tmp_path, ana, bruno):
    request = making.fulfilled(ana, bruno)
    key, folder = tmp_path / "llave", tmp_path / "copias"
    place = {"QUIPUX_SYSTEM_BACKUP_KEY": sealing.make_key(key), "QUIPUX_SYSTEM_BACKUP_FOLDER": str(folder)}
    copied = manage("backup_system", "--json", **place)
    assert copied.returncode == 0, copied.stderr
    drilled = manage("drill_restore", "--key", key, "--json", **place)
    assert drilled.returncode == 0, drilled.stderr + drilled.stdout
    facts = json.loads(drilled.stdout)
    assert facts["faults"] == []
    assert facts["contenidos"] == json.loads(copied.stdout)["contents"]
    assert facts["partes"] == request.backup.parts.count()
    assert facts["documentos respaldados"] == 21
    assert facts["documentos abiertos"] == 20
    assert facts["entradas de Recorrido"] > 21
    assert JobRun.objects.get(name="drill_restore").last_ended_at


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_copy_in_the_bucket_of_another_site_is_restored_when_the_folder_is_lost(
    tmp_path, ana, bruno, bucket, s3_endpoint
):
    making.fulfilled(ana, bruno)
    key, folder = tmp_path / "llave", tmp_path / "copias"
    place = {"QUIPUX_SYSTEM_BACKUP_KEY": sealing.make_key(key), "QUIPUX_SYSTEM_BACKUP_FOLDER": str(folder),
             "QUIPUX_SYSTEM_BACKUP_BUCKET": f"s3://{bucket}?endpoint={s3_endpoint}&region=us-east-1"}  # fmt: skip
    copied = manage("backup_system", "--json", **place)
    assert copied.returncode == 0, copied.stderr
    assert json.loads(copied.stdout)["sent"] == json.loads(copied.stdout)["contents"] + 3
    shutil.rmtree(folder)
    drilled = manage("drill_restore", "--bucket", "--key", key, "--json", **place)
    assert drilled.returncode == 0, drilled.stderr + drilled.stdout
    assert json.loads(drilled.stdout)["faults"] == []
    assert json.loads(drilled.stdout)["documentos abiertos"] == 20
