"""F-36: a release is rolled back: the code of before its last change of the schema works on the schema of today (§12)."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.db import connection, connections

from quipux.bootstrap.environment import ROOT

pytestmark = pytest.mark.long
NAME = "previa"
WAY = "mouse"


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def previous_release() -> str:
    """The last tagged release that is not this one; while none is tagged, the code of before the last migration."""
    here = git("rev-parse", "HEAD")
    for tag in git("tag", "--merged", "HEAD", "--sort=-creatordate", "--list", "v*").split():
        if git("rev-list", "-n1", tag) != here:
            return git("rev-list", "-n1", tag)
    changed = git("log", "-n1", "--diff-filter=A", "--format=%H", "--", "*/migrations/0*.py")
    return git("rev-parse", "--verify", "--quiet", f"{changed}^") if changed else ""


def migrations(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for app in folder.iterdir() if app.is_dir() and app.name[0] != "."
            for path in app.rglob("migrations/0*.py")}  # fmt: skip


@pytest.fixture
def release(tmp_path) -> Path:
    """The files of the previous release."""
    commit = previous_release()
    if not commit:
        pytest.skip("F-36: no history of the sources here, so no earlier release")
    packed, folder = tmp_path / "release.tar", tmp_path / "release"
    subprocess.run(["git", "archive", "--output", packed, commit], cwd=ROOT, check=True)
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def schema_of_today(transactional_db, tmp_path):
    """A database with the tables of this release, where the tests of the other one look for theirs."""
    today = connection.settings_dict["NAME"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS test_{NAME}")
        cursor.execute(f"CREATE DATABASE test_{NAME} TEMPLATE {connection.ops.quote_name(today)}")
    address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    yield {"DATABASE_URL": f"{address}/{NAME}", "STORAGE_URL": str(tmp_path / "almacen")}
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS test_{NAME}")


def test_f_36_the_ten_journeys_pass_with_the_code_of_the_previous_release_on_the_schema_of_today(
    release, schema_of_today
):
    assert migrations(release) < migrations(ROOT), "nothing would be rolled back"
    (release / "static").mkdir(exist_ok=True)
    journeys = sorted(str(path.relative_to(release)) for path in (release / "tests/journeys").glob("test_u_31_*.py"))
    command = [sys.executable, "-m", "pytest", "-q", "--reuse-db", "-p", "no:randomly", "-p", "no:cacheprovider", "-m", "",
               "-k", WAY, *journeys]  # fmt: skip
    done = subprocess.run(
        command, cwd=release, env=os.environ | schema_of_today, capture_output=True, text=True, check=False
    )
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-500:]
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert last.startswith("10 passed"), last
    shutil.rmtree(release)
