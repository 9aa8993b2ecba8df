"""Texts being typed, apart from their form: autosave, what a lost session left, Descartar (documents §6.3)."""

import json

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from documents.composing import incoming, payload, sessions
from documents.composing.forms import options_typed
from documents.composing.sessions import Slip
from documents.views.desk import EXPIRED, address_of, begun_at, hour
from quipux import access
from quipux.access import keeping
from quipux.errors import DomainError, Invalid

ENDED = "Su sesión terminó. Su texto quedó guardado a las {}: ingrese otra vez y lo encontrará aquí."
ELSEWHERE = "Otra pestaña o persona guardó una versión más nueva. Al guardar verá los dos textos."


def keep_and_ask_login(request, uuid=None):
    """A form posted after its session ended: the text first, then login, then the page that offers it back."""
    slip = Slip.read(request.POST.get("ficha", ""))
    kept = slip and sessions.keep_without_session(
        slip, payload.typed(request.POST), number(request.POST.get("revision"))
    )
    if not kept:
        return None
    _keep_options(request.POST, slip, kept.session)
    document = kept.session.document
    return redirect_to_login(
        address_of(None, document.copies.get(role="original")) if document else begun_at(kept.session)
    )


def _keep_options(fields, slip, session):
    """The tab Opciones de Impresión has fields of its own."""
    if fields.get("seccion") == "opciones" and not incoming.is_incoming(session.payload):
        kind = payload.type_of(session.payload["tipo"], sessions.owner_of(slip), session.document)
        sessions.change(session, **options_typed(fields, kind))


def number(text) -> int | None:
    """A revision as a form sends it."""
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 10 else None


def keep_and_tell(request, uuid):
    """The same for the automatic saving: the page stays as it is and says what happened."""
    try:
        slip, fields, revision = _posted(request)
        kept = sessions.keep_without_session(slip, payload.typed(fields), revision) if slip else None
    except DomainError as error:
        return JsonResponse({"mensaje": error.message}, status=error.status)
    if not kept:
        return None
    _keep_options(fields, slip, kept.session)
    return JsonResponse({"mensaje": ENDED.format(hour(kept.session.saved_at)), "fin": True}, status=401)


def _posted(request):
    """Slip, fields and revision of an automatic saving."""
    try:
        data = json.loads(request.body)
        fields = {str(name): str(value) for name, value in data["campos"].items()}
        return Slip.read(str(data["ficha"])), fields, number(data.get("revision"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, {}, None


@keeping(keep_and_tell)
@access.servant
@csrf_exempt  # the slip proves more than the token: this site gave this form to this person
@require_POST
def autosave(request, uuid):
    """Keep what is being typed; answers with the hour, never with a page."""
    slip, fields, revision = _posted(request)
    if slip is None or slip.session != uuid or not slip.belongs_to(request.actor):
        return JsonResponse({"mensaje": EXPIRED}, status=403)
    try:
        kept = sessions.keep(slip, payload.typed(fields), revision, actor=request.actor)
    except Invalid as error:
        return JsonResponse({"mensaje": error.message}, status=error.status)
    if kept.session.uuid != uuid:
        return JsonResponse({"mensaje": ELSEWHERE}, status=409)
    _keep_options(fields, slip, kept.session)
    answer = {"guardado": hour(kept.session.saved_at), "revision": kept.session.revision,
              "direccion": address_of(kept.session)}  # fmt: skip
    return JsonResponse(answer)


@access.servant
@require_POST
def discard(request, uuid):
    """Descartar: the text is not offered any more."""
    session = sessions.session_of(request.actor, uuid)
    if session.closed_at is None:
        sessions.close(session)
    messages.success(request, "Se descartó el texto sin guardar.")
    if session.document_id:
        return redirect(address_of(None, session.document.copies.get(role="original")))
    return redirect(reverse("documents:tray", args=["en-elaboracion"]))
