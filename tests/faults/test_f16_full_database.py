"""F-16: no room on the disk of the database: reading goes on, writing says so, nothing is damaged."""

import os
import subprocess
import uuid
from pathlib import Path

import pytest
from django.db import connection

from documents.models import Copy
from documents.states import CopyState
from quipux.history import chain
from tests.factories import make_documents
from tests.faults.own_postgres import mounted, own_postgres

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.geteuid() != 0, reason="F-16: only root mounts a small disk")]
PAGES = ("/bandejas/recibidos/", "/buscar/?q=carta", "/respaldos/mis-solicitudes/", "/carpetas/")


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "disco"
    place.mkdir()
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o711)
    mounted(place, "160m")
    (place / "base").mkdir()
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def own(transactional_db, small_disk):
    with own_postgres(tablespace=small_disk / "base") as server:
        yield server


def fill(place: Path) -> None:
    free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
    with (place / "lleno").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free)


def shelve(browser, copy):
    return browser.post("/documentos/acciones/archivar/", {
        "copia": str(copy.uuid), "confirmar": "1", "clave": str(uuid.uuid4()), "comment": "Se archiva. " * 40})  # fmt: skip


@pytest.fixture
def inbox(own, request):
    """Bruno's browser and two hundred copies of his, written on the own server."""
    ana, bruno = request.getfixturevalue("ana"), request.getfixturevalue("bruno")
    make_documents(200, ana, to=[bruno])
    browser = request.getfixturevalue("client")(bruno)
    browser.raise_request_exception = False
    return browser, list(Copy.objects.filter(holder=bruno.appointment, state=CopyState.IN_PROCESS))


def refused_write(browser, copies):
    """Write until there is no room inside what PostgreSQL holds already; gives the answer and whose it was."""
    for copy in copies:
        answer = shelve(browser, copy)
        if answer.status_code != 302:
            return answer, copy
    raise AssertionError("everything could be written")


def test_f_16_with_a_full_disk_reading_goes_on_writing_says_so_and_nothing_is_damaged(own, small_disk, inbox):
    browser, copies = inbox
    assert [browser.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    fill(small_disk)
    answer, copy = refused_write(browser, copies)
    assert answer.status_code == 503
    assert "No se puede guardar ahora" in answer.text
    assert Copy.objects.get(pk=copy.pk).state == CopyState.IN_PROCESS
    assert [browser.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    assert browser.get(f"/documentos/{copy.uuid}/").status_code == 200
    (small_disk / "lleno").unlink()
    assert shelve(browser, copy).status_code == 302
    assert Copy.objects.get(pk=copy.pk).state == CopyState.SHELVED
    assert chain.verify_all()[1] == []
    connection.close()
    own.say("quipux", "CREATE EXTENSION IF NOT EXISTS amcheck")
    checked = own.call("pg_amcheck", "--heapallindexed", "quipux")
    assert checked.stdout == ""
