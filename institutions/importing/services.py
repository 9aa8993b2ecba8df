"""Use cases of an import: upload, validate, confirm, discard, forget (institutions §10.1)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from institutions import history
from institutions.actors import Actor
from institutions.importing import areas, directory, people, reading
from institutions.importing.findings import counts
from institutions.models import ImportJob, Institution
from institutions.scope import require_administrator
from quipux import clock, jobs
from quipux.errors import Conflict, DomainError, NotAllowedNow
from quipux.files import store
from quipux.history import recorder
from quipux.outbox.services import queue_mail
from quipux.workflow import Entry, Move, perform

AT_ONCE = 200  # rows that a request applies by itself
WAITING = "La importación ya se confirmó y se está aplicando."
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


def confirm(job: ImportJob, *, actor) -> int | None:
    """«Confirmar»: a short file is applied at once, a long one by a worker.

    Returns:
        How many were created; None where the worker will do it.

    Raises:
        As `apply`; NotAllowedNow too where it was confirmed before.
    """
    require_administrator(actor)
    if len(job.report) <= AT_ONCE:
        return apply(job, actor=actor)
    waiting = ImportJob.objects.filter(pk=job.pk, owner=actor.appointment, state="validated", confirmed_at=None)
    if not waiting.update(confirmed_at=clock.now(), problem=""):
        raise NotAllowedNow(job.refusal_message() if job.confirmed_at is None else WAITING)
    jobs.ring("institutions.tasks.apply_imports")
    return None


def apply_confirmed() -> int:
    """The worker: every long file that was confirmed, each in one transaction. Returns how many were applied."""
    keys = ImportJob.objects.filter(state="validated", confirmed_at__isnull=False).order_by("confirmed_at", "pk")
    return sum(_apply_one(key) for key in list(keys.values_list("pk", flat=True)))


@transaction.atomic
def _apply_one(key) -> bool:
    rows = ImportJob.objects.select_for_update(of=("self",), skip_locked=True).filter(
        pk=key, state="validated", confirmed_at__isnull=False)  # fmt: skip
    job = rows.select_related("institution", "owner__person", "owner__institution", "owner__area").first()
    if job is None:
        return False
    try:
        with transaction.atomic():
            created = apply(job, actor=Actor(job.owner.person, job.owner))
    except DomainError as refusal:
        _tell_refused(job, refusal.message)
        return False
    _tell(job, f"Registros creados: {created}.")
    return True


def _tell_refused(job, message):
    """It waits again for a person, who reads why."""
    ImportJob.objects.filter(pk=job.pk).update(confirmed_at=None, problem=message[:250])
    _tell(job, "No se aplicó nada.")


def _tell(job, said):
    link = f"{settings.QUIPUX_PUBLIC_URL}{reverse('institutions:import', args=[job.uuid])}"
    queue_mail(key=f"importacion-{job.uuid}-{job.confirmed_at:%Y%m%d%H%M%S%f}", to=job.owner.notice_address,
               subject="QUIPUX: Importación terminada", text=f"{said}\n\n{link}\n")  # fmt: skip


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
