"""Responder, Responder a Todos and Copiar: what will be made, then the new draft in its form (documents §6.5)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents import permissions, services
from documents.services.answering import readable_attachments
from documents.views.finding import copy_at
from quipux import access
from quipux.errors import Forbidden, NotAllowedNow

ASKED = ["GET", "HEAD", "POST"]


@access.servant
@require_http_methods(ASKED)
def answer(request, uuid):
    """The answer to a received copy; with «todos» the other recipients get it too."""
    copy = copy_at(request, uuid, permissions.READS)
    to_all = (request.POST or request.GET).get("todos") == "1"
    if not permissions.can_answer(copy, request.actor):
        raise NotAllowedNow("No puede responder este documento: ya no está en su bandeja, o le falta el permiso.")
    annexes = list(readable_attachments(copy))
    if request.method == "POST":
        chosen = [row for row in annexes if str(row.uuid) in request.POST.getlist("anexo")]
        return _begun(request, services.answer(copy, request.actor, to_all=to_all, attachments=chosen))
    title = "Responder a Todos" if to_all else "Responder"
    about = "Se crea un borrador para quien envió el documento" + (
        " y para los demás destinatarios." if to_all else "."
    )
    context = {"copy": copy, "title": title, "about": about, "annexes": annexes, "to_all": to_all}
    return render(request, "documents/compose/answer.html", context)


@access.servant
@require_http_methods(ASKED)
def duplicate(request, uuid):
    """Copiar: asunto, text and type of a document that is read."""
    copy = copy_at(request, uuid, permissions.READS)
    if not permissions.can_duplicate(copy, request.actor):
        raise Forbidden("No tiene permiso para elaborar documentos.")
    if request.method == "POST":
        return _begun(request, services.duplicate(copy, request.actor))
    context = {"copy": copy, "title": "Copiar", "annexes": [], "to_all": False,
               "about": "Se crea un borrador con el mismo asunto, texto y tipo; sin personas ni anexos."}  # fmt: skip
    return render(request, "documents/compose/answer.html", context)


def _begun(request, original):
    messages.success(request, f"Se creó el borrador {original.document.temporary_number}.")
    return redirect("documents:edit", original.uuid)
