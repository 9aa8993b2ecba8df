"""«Exportar expediente»: asked from a folder or from Docs Asociados, taken from «Expedientes» (documents §13.8)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from documents import alarms, workshop
from documents.dossiers import services
from documents.models import Dossier
from documents.permissions import READS
from documents.views.finding import ISOLATED, copy_at
from documents.views.folders import seen_folder
from quipux import access, clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Invalid, NotFound
from quipux.files.delivery import deliver
from quipux.web.components import Column, Link, Tag

COLUMNS = [Column("Expediente"), Column("Pedido"), Column("Documentos", numeric=True), Column("Archivo"),
           Column("Hasta", "Disponible hasta")]  # fmt: skip
ASKED = "El expediente se está generando. Le avisaremos cuando esté listo; puede cerrar esta página."


@access.servant
@require_POST
def of_folder(request, number):
    """The documents of a carpeta virtual that the actor may read."""
    folder = seen_folder(request, number)
    return _asked(request, reverse("documents:folder", args=[folder.pk]), folder=folder)


@access.servant
@require_POST
def of_document(request, uuid):
    """The documents associated to this one, it included."""
    copy = copy_at(request, uuid, READS)
    return _asked(request, reverse("documents:links", args=[copy.uuid]), copy=copy)


def _asked(request, back, **of):
    try:
        services.ask(actor=request.actor, **of)
    except Invalid as error:
        messages.error(request, error.message)
        return redirect(back)
    messages.success(request, ASKED)
    return redirect("documents:dossiers")


@access.servant
@require_safe
def dossiers(request):
    """Those the person asked for in this context, of the last seven days."""
    rows = Dossier.objects.of(request.actor).select_related("folder", "copy__document", "file").order_by("-asked_at")
    return render(request, "documents/dossiers/list.html", {"columns": COLUMNS, "rows": [_row(one) for one in rows]})


def _row(found):
    standing = Tag("En preparación", "blue")
    if found.file_id:
        standing = Link("Descargar", reverse("documents:dossier_file", args=[found.uuid]), f"el expediente {found}")
    elif found.finished_at:
        standing = found.failure
    until = clock.local(found.finished_at + workshop.KEPT).date() if found.file_id else None
    return [str(found), found.asked_at, found.total, standing, until]


@access.servant
@require_safe
def dossier_file(request, uuid):
    """One of them; of somebody else, unfinished and expired ones do not exist. Each document in it is noted as read."""
    mine = Dossier.objects.of(request.actor).filter(finished_at__gt=clock.now() - workshop.KEPT, file__isnull=False)
    found = mine.select_related("file", "folder", "copy__document").filter(uuid=uuid).first()
    if found is None:
        raise NotFound("No encontramos ese expediente.")
    services.require_all_readable(found, request.actor)
    for one in found.contents:
        note(request, Event.DOWNLOAD, kind="copy", uuid=one["uuid"], size=one["bytes"])
        alarms.count_opening(request, alarms.FILES)
    return deliver(request, storage_alias="default", key=found.file.key, size=found.file.size, sha256=found.file.sha256,
                   filename=f"{services.name_of(found)}.zip", media_type=found.file.media_type,
                   last_modified=found.finished_at, extra_headers=ISOLATED)  # fmt: skip
