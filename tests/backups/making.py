"""Requests in a given state and real archives, reached by walking the product's own moves."""

import random
import shutil
import subprocess
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path

from backups.archive import naming
from backups.models import Backup, BackupRequest
from backups.services import requests, running, scheduling
from backups.services.requests import InstitutionalWish, Wish
from institutions.models import Appointment
from quipux import clock
from quipux.files.parts import PartStore
from tests.factories import appointment_of, make_document, make_documents

FIRST = date(2016, 1, 4)


def wish(start: date = FIRST, end: date | None = None, comment: str = "") -> Wish:
    return Wish(start, end or clock.today(), comment)


def make_request(person, **period) -> BackupRequest:
    """A draft of ``person``."""
    return requests.save_draft(wish(**period), actor=person.actor)


def send_request(person, **period) -> BackupRequest:
    """An approved request; the person already has documents enough."""
    return requests.send(wish(**period), actor=person.actor, declared=True, key=uuid.uuid4())


def wish_for(subject, petition=None, start: date = FIRST, end: date | None = None, comment: str = ""):
    """A wish of an AIQ about ``subject`` (cast member or appointment), with its petition (copy)."""
    post = Appointment.objects.with_names().get(pk=appointment_of(subject).pk)
    return InstitutionalWish(start, end or clock.today(), comment, subject=post, petition=petition)


def draft_for(aiq, subject, petition=None, **period) -> BackupRequest:
    """A draft of the AIQ about somebody inactive."""
    return requests.save_draft(wish_for(subject, petition, **period), actor=aiq.actor)


def send_for(aiq, subject, petition, **period) -> BackupRequest:
    """An approved request of the AIQ; the subject already has a document."""
    return requests.send(wish_for(subject, petition, **period), actor=aiq.actor, key=uuid.uuid4())


def approved(person, other, *, documents: int = 21, **fields) -> BackupRequest:
    """An approved request over ``documents`` documents sent by ``person`` to ``other``."""
    make_documents(documents, person, to=[other], at=at_noon(date(2020, 1, 6)), **fields)
    request = send_request(person)
    scheduling.schedule_requests()
    return request


def at_noon(day: date) -> datetime:
    return clock.day_start(day) + timedelta(hours=12)


def claim(request: BackupRequest) -> Backup:
    """The running backup of an approved request, whatever the hour."""
    pk = running.claim_next(any_night=True, number=request.number)
    assert pk is not None
    return Backup.objects.select_related("request").get(pk=pk)


def build(request: BackupRequest) -> Backup:
    """Claim and build in this process; gives the backup as it ended."""
    backup = claim(request)
    running.work_through(backup.pk)
    return fresh(backup)


def fresh(backup: Backup) -> Backup:
    return Backup.objects.select_related("request").get(pk=backup.pk)


def fulfilled(person, other, **fields) -> BackupRequest:
    """An attended request whose archive was built for real."""
    request = approved(person, other, **fields)
    build(request)
    return BackupRequest.objects.get(pk=request.pk)


def documents_of_size(author, to, sizes: list[int], *, seed: int = 7, day: date = date(2020, 1, 6)) -> None:
    """One document per size, each with an annex of so many bytes that do not shrink."""
    rng = random.Random(seed)
    for number, size in enumerate(sizes):
        make_document(author, to=[to], at=at_noon(day) + timedelta(minutes=number),
                      attachments=[(f"anexo {number}.bin", rng.randbytes(size))])  # fmt: skip


# Archives -------------------------------------------------------------------------------------------


def download(backup: Backup, folder: Path) -> Path:
    """Put the set into ``folder`` under its real names, both families; gives the last part."""
    name, count = backup.request.archive_name, backup.parts_count
    names, alone = naming.part_names(name, count), naming.independent_names(name, count)
    for part in backup.parts.order_by("number"):
        fetch(part.storage_key, folder / names[part.number - 1])
        if count > 1:
            fetch(part.alternative_key or part.storage_key, folder / alone[part.number - 1])
    return folder / names[-1]


def fetch(key: str, path: Path) -> None:
    with PartStore().open(key) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)


def join_and_extract(last: Path, folder: Path) -> Path:
    """Join with Info-ZIP as the page says, test, extract; gives the root folder of the archive."""
    joined = last.with_name(last.stem + "_unificado.zip")
    if last.with_suffix(".z01").exists():
        run("zip", "-s", "0", last.name, "--out", joined.name, cwd=last.parent)
    else:
        shutil.copy(last, joined)
    run("unzip", "-tq", joined)
    run("unzip", "-q", joined, "-d", folder)
    return folder / last.stem


def run(*command, cwd=None) -> str:
    """Run a foreign program; its complaint is the failure."""
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout[-800:]}{done.stderr[-800:]}"
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    """Path → content of every file below ``folder``."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
