"""Cargar escaneos that find their documents by the label on their first sheet (documents §11)."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.attaching.permissions import DIGITISE
from documents.attaching.rules import AT_ONCE
from documents.services.recognising import recognise as recognised
from quipux import access
from quipux.errors import Forbidden, Invalid
from quipux.extraction.reading import ExtractionUnavailable

LATER = "En este momento no se pueden reconocer las etiquetas. Intente otra vez en unos minutos."


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def recognise(request):
    """Several files at once; each is told where it went, or why it went nowhere."""
    if not request.actor.holds(DIGITISE):
        raise Forbidden("No tiene permiso para «Cargar Doc. Digitalizado».")
    if request.method == "POST":
        _tell(request)
        return redirect("documents:recognise")
    return render(request, "documents/window/recognise.html", {
        "most": AT_ONCE, "megabytes": settings.QUIPUX_ATTACHMENT_MAX_MB})  # fmt: skip


def _tell(request):
    try:
        found = recognised(request.FILES.getlist("archivos"), actor=request.actor)
    except (Invalid, ExtractionUnavailable) as error:
        messages.error(request, error.message if isinstance(error, Invalid) else LATER)
        return
    for one in found:
        if one.number:
            messages.success(request, f'"{one.name}" es ahora imagen del documento {one.number}.')
        else:
            messages.error(request, f'"{one.name}" no se cargó. {one.fault}')
