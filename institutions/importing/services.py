"""Use cases of an import: upload, validate, confirm, discard, forget (institutions §10.1)."""

from datetime import timedelta

from django.db import transaction

from institutions import history
from institutions.importing import areas, directory, people, reading
from institutions.importing.findings import counts
from institutions.models import ImportJob, Institution
from institutions.scope import require_administrator
from quipux import clock
from quipux.errors import Conflict
from quipux.files import store
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

CHANGED = "El directorio cambió desde la validación; valide de nuevo"
KEPT = timedelta(days=30)
_OF = {"people": people, "areas": areas}


@transaction.atomic
def upload(data: bytes, *, kind: str, name: str, actor) -> ImportJob:
    """Keep a file and validate it; nothing of it is stored but its report.

    Args:
        kind: of ``ImportJob.Kind``.
        name: as the person called the file.

    Raises:
        Forbidden: the actor administers nothing.
        Invalid: it is no file that can be read.
    """
    require_administrator(actor)
    reading.read(data, kind)
    job = ImportJob.objects.create(
        institution=actor.institution, owner=actor.appointment, kind=kind, file_name=name[:200], created_at=clock.now(),
        file=store.save(data, media_type="application/octet-stream"))  # fmt: skip
    recorder.record(job, history.UPLOADED, actor=actor)
    return validate(job, actor=actor)


def validate(job: ImportJob, *, actor) -> ImportJob:
    """Judge every row against the directory as it is now; may be repeated until it is applied.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's, or was applied or discarded.
    """
    findings, mark = _judged(job, actor)
    report = [finding.told() for finding in findings]
    values = {"report": report, "fingerprint": mark, "instant": clock.now()}
    [job] = perform(Move(job, "validated", values), actor=actor, subject=job,
                    entries=[Entry(history.VALIDATED, comment=_in_words(report))])  # fmt: skip
    return job


def _judged(job, actor):
    rows = reading.read(store.read(job.file), job.kind)
    numbers = people.numbers_of(rows) if job.kind == ImportJob.Kind.PEOPLE else set()
    known = directory.read(actor, numbers)
    return _OF[job.kind].judge(rows, known, actor), known.fingerprint


def _in_words(report):
    found = counts(report)
    return f"{found['ok']} correctas, {found['advertencia']} con advertencia, {found['error']} con error"


@transaction.atomic
def apply(job: ImportJob, *, actor) -> int:
    """Store every row without error, in one transaction; what exists already is left alone.

    Returns:
        How many áreas or posts were created.

    Raises:
        Conflict: the directory changed since the validation; nothing was stored.
        Forbidden, NotAllowedNow: as `validate`.
    """
    require_administrator(actor)
    Institution.objects.select_for_update(no_key=True).get(pk=job.institution_id)
    findings, mark = _judged(job, actor)
    if mark != job.fingerprint:
        raise Conflict(CHANGED)
    report = [finding.told() for finding in findings]
    perform(Move(job, "applied", {"report": report, "instant": clock.now()}), actor=actor, subject=job,
            entries=[Entry(history.APPLIED, comment=_in_words(report))])  # fmt: skip
    return _OF[job.kind].store(findings, actor=actor)


def discard(job: ImportJob, *, actor) -> ImportJob:
    """Leave the file unused.

    Raises:
        Forbidden, NotAllowedNow: as `validate`.
    """
    [job] = perform(Move(job, "discard"), actor=actor, subject=job, entries=[Entry(history.DISCARDED)])
    return job


def forget_files() -> int:
    """Delete the files of imports older than thirty days; the reports stay. Returns how many."""
    forgotten = 0
    for job in ImportJob.objects.filter(created_at__lt=clock.now() - KEPT, file__isnull=False).select_related("file"):
        stored, job.file = job.file, None
        job.save(update_fields=["file"])
        store.remove(stored)
        forgotten += 1
    return forgotten
