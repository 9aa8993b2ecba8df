"""Expedientes asked for, made in the background, kept for seven days (documents §13.8)."""

import logging
import tempfile

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from documents.dossiers import contents, writing
from documents.models import Copy, Dossier, Folder
from documents.permissions import CONTENT
from documents.workshop import Workshop, actor_of
from quipux import clock, exports, jobs
from quipux.errors import Forbidden
from quipux.files import store
from quipux.notices.services import notify

logger = logging.getLogger("quipux.security")
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


def _make(row):
    copies = contents.copies_of(row, actor_of(row, "este expediente"))
    with tempfile.TemporaryFile() as output:
        row.contents = writing.write(copies, name_of(row), output)
        output.seek(0)
        stored = store.save(iter(lambda: output.read(CHUNK), b""), media_type="application/zip")
    logger.info("dossier_made", extra={"user": row.user_id, "dossier": str(row.uuid), "documents": len(row.contents)})
    return stored


def name_of(row: Dossier) -> str:
    """Of its file and of the folder inside: «expediente_contratos_2026-05-20»."""
    return f"expediente_{slugify(str(row)) or 'carpeta'}_{clock.local(row.asked_at):%Y-%m-%d}"


def _tell(row, is_made):
    notify(key=f"dossier-{row.uuid}", user_id=row.user_id, context=str(row.appointment.uuid),
           text=f"Expediente {row}: " + ("listo para descargar." if is_made else "no se generó."),
           url=reverse("documents:dossiers"))  # fmt: skip


WORKSHOP = Workshop(Dossier, _make, _tell, FAILED, related=("folder", "copy__document"), noted=("contents",))


def require_all_readable(row: Dossier, actor) -> None:
    """What was put into an expediente is read again when it is downloaded.

    Raises:
        Forbidden: the actor may not read the content of one of its documents any more.
    """
    wanted = [one["uuid"] for one in row.contents]
    if Copy.objects.visible_to(actor, at_least=CONTENT).filter(uuid__in=wanted).count() < len(wanted):
        raise Forbidden(LOST)
