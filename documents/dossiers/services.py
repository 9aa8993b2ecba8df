"""Expedientes asked for, made in the background, kept for seven days (documents §13.8).

As with long reports, the row is the work: asked, leased, finished with a file or with the reason. The doorbell hastens
it, a sweep of every minute heals it; the token of the lease keeps two workers from publishing the same row.
"""

import logging
import tempfile
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import slugify

from documents.dossiers import contents, writing
from documents.models import Copy, Dossier, Folder
from documents.permissions import CONTENT
from institutions.actors import resolve
from quipux import clock, exports, jobs
from quipux.errors import DomainError, Forbidden
from quipux.files import store
from quipux.notices.services import notify

logger = logging.getLogger("quipux.security")
LEASE = timedelta(minutes=45)  # longer than 200 Hojas de Ruta take
TRIES = 3
KEPT = timedelta(days=7)
FAILED = "No se pudo generar. Repártalo en carpetas más pequeñas y pídalo otra vez."
LOST = "Ya no puede leer uno de los documentos de este expediente. Pídalo otra vez."
CHUNK = 1 << 20


@transaction.atomic
def ask(*, actor, folder: Folder | None = None, copy: Copy | None = None) -> Dossier:
    """Put an expediente in the queue.

    Args:
        folder: whose documents it holds; or
        copy: whose tree of antecedentes and consecuentes it holds. The caller has checked that the actor sees it.

    Raises:
        Invalid: nothing the actor may export, or more than 200 documents.
        TooMany: the eleventh export of this hour.
    """
    row = Dossier(user=actor.user, appointment=actor.appointment, folder=folder, copy=copy, asked_at=clock.now())
    row.total = len(contents.copies_of(row, actor))
    exports.take_turn(actor.user)
    row.save()
    jobs.ring("documents.tasks.build_dossiers")
    return row


def build_waiting() -> dict[str, int]:
    """Build every expediente that waits, the oldest first.

    Returns:
        How many were built and how many were given up.
    """
    counts = {"built": 0, "failed": 0}
    while row := _claim():
        counts["built" if _build(row) else "failed"] += 1
    return counts


def _claim() -> Dossier | None:
    with transaction.atomic():
        waiting = Dossier.objects.waiting().select_for_update(skip_locked=True, of=("self",))
        row = waiting.select_related("folder", "copy__document").order_by("asked_at", "pk").first()
        if row is None:
            return None
        row.lease_token, row.attempts = uuid.uuid4(), row.attempts + 1
        Dossier.objects.filter(pk=row.pk).update(lease_token=row.lease_token, lease_until=Now() + LEASE,
                                                 attempts=F("attempts") + 1)  # fmt: skip
    return row


def _build(row) -> bool:
    if row.attempts > TRIES:  # whoever worked on it died every time
        return _finish(row, failure=FAILED)
    try:
        stored = _store(row, contents.copies_of(row, _actor_of(row)))
    except DomainError as error:  # a sheet that cannot be typeset among them
        return _finish(row, failure=error.message)
    logger.info("dossier_made", extra={"user": row.user_id, "dossier": str(row.uuid), "documents": len(row.contents)})
    return _finish(row, stored=stored)


def _actor_of(row):
    """Its person, with the rights of now."""
    actor = resolve(row.user, str(row.appointment.uuid))
    if actor is None or actor.is_leaver or actor.appointment.pk != row.appointment_id:
        raise Forbidden("Ya no ejerce el puesto con el que pidió este expediente.")
    return actor


def _store(row, copies):
    with tempfile.TemporaryFile() as output:
        row.contents = writing.write(copies, name_of(row), output)
        output.seek(0)
        return store.save(iter(lambda: output.read(CHUNK), b""), media_type="application/zip")


def name_of(row: Dossier) -> str:
    """Of its file and of the folder inside: «expediente_contratos_2026-05-20»."""
    return f"expediente_{slugify(str(row)) or 'carpeta'}_{clock.local(row.asked_at):%Y-%m-%d}"


def _finish(row, *, stored=None, failure="") -> bool:
    """Publish a result, unless the lease is somebody else's by now. Returns whether there is a file."""
    with transaction.atomic():
        mine = Dossier.objects.filter(pk=row.pk, lease_token=row.lease_token, finished_at=None)
        if mine.update(file=stored, failure=failure[:250], finished_at=clock.now(), lease_token=None, lease_until=None,
                       contents=row.contents if stored else []):  # fmt: skip
            notify(key=f"dossier-{row.uuid}", user_id=row.user_id, context=str(row.appointment.uuid),
                   text=f"Expediente {row}: " + ("listo para descargar." if stored else "no se generó."),
                   url=reverse("documents:dossiers"))  # fmt: skip
    return stored is not None


def require_all_readable(row: Dossier, actor) -> None:
    """What was put into an expediente is read again when it is downloaded.

    Raises:
        Forbidden: the actor may not read the content of one of its documents any more.
    """
    wanted = [one["uuid"] for one in row.contents]
    if Copy.objects.visible_to(actor, at_least=CONTENT).filter(uuid__in=wanted).count() < len(wanted):
        raise Forbidden(LOST)


def forget() -> int:
    """Delete what was made more than seven days ago, files too. Returns how many rows."""
    gone = 0
    for row in Dossier.objects.filter(finished_at__lt=clock.now() - KEPT).select_related("file"):
        row.delete()
        if row.file:
            store.remove(row.file)
        gone += 1
    return gone
