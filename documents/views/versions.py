"""Versión: the saved texts of a draft, shown, compared and loaded (documents §6.2)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents import images
from documents.composing import sessions
from documents.views.compose import FORM, _draft, _require
from documents.views.desk import address_of
from documents.views.kept import number
from quipux import access
from quipux.errors import NotFound


@access.servant
@require_http_methods(FORM)
def versions(request, uuid):
    """Versión: who saved each text and when; «Cargar» puts one in the form without saving it."""
    original = _draft(request, uuid)
    _require(request.actor, original)
    rows = original.document.versions
    if request.method == "POST":
        chosen = rows.filter(version=number(request.POST.get("version")) or 0).first()
        if chosen is None:
            raise NotFound("No encontramos esa versión.")
        slip = sessions.Slip.of(request.actor, original.document)
        kept = sessions.keep(slip, {"cuerpo": chosen.html}, actor=request.actor)
        messages.success(request, f"Se cargó la versión {chosen.version}. Pulse Aceptar para guardarla como la última.")
        return redirect(address_of(kept.session, original))
    old, new = number(request.GET.get("de")), number(request.GET.get("a"))
    if old and new:
        return redirect("documents:differences", original.uuid, old, new)
    shown = rows.filter(version=number(request.GET.get("ver")) or 0).first()
    context = {"original": original, "document": original.document, "versions": rows.all(), "shown": shown,
               "text": images.as_page(shown.html) if shown else ""}  # fmt: skip
    return render(request, "documents/compose/versions.html", context)
