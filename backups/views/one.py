"""One request: data, Recorrido, progress, sent panel, deletion, omissions (backups §3.2, §3.6, §3.9, §3.10)."""

import hashlib

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from backups import omissions as absent
from backups import permissions
from backups import progress as reading
from backups.forms import DeletionForm
from backups.models import BackupRequest
from backups.page import (
    back_of,
    hand_over_of,
    head_of,
    history_entries,
    may_eliminate,
    observation_of,
    petition_of,
    promise_of,
)
from backups.presenters import sheet, wording
from backups.presenters.progress import describe
from backups.services import requests
from backups.states import RequestState
from backups.views.finding import visible_request
from backups.views.flow import Flow
from backups.views.institutional import InstitutionalFlow
from quipux import access
from quipux.errors import Invalid, NotAllowedNow, NotFound

FLOWS = {flow.kind: flow for flow in (Flow, InstitutionalFlow)}
SEE_HISTORY = " Ver su Recorrido."
ELIMINATED = "La solicitud de respaldo fue eliminada correctamente."


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request, uuid):
    """Información del Docu.: the form of an own draft, else read-only data."""
    found = visible_request(request, uuid)
    if permissions.can_edit(found, request.actor):
        flow = FLOWS[found.kind](request, found)
        return flow.act() if request.method == "POST" else flow.open()
    if request.method == "POST":
        return _late(request, found)
    return sheet_page(request, found)


def _late(request, found):
    """A form of a draft that is none any more: a repeated confirmation goes on, anything else is too late."""
    key = request.POST.get("key", "")
    if permissions.is_creator(found, request.actor) and key and key == str(found.idempotency_key):
        return redirect("backups:sent", found.uuid)
    raise NotAllowedNow(found.refusal_message())


def sheet_page(request, found: BackupRequest, *, notice: str = ""):
    """The read-only page; ``notice`` is the sentence of guard 4 when the person wanted a new one."""
    context = {
        "head": head_of(found, request.actor), "found": found,
        "notice": notice.removesuffix(SEE_HISTORY),  # the sentence's end is a link
        "tabs": sheet.tabs(found, current="detail"),
        "applicant": sheet.applicant_rows(found.person, found.appointment, found.area),
        "data": sheet.request_rows(found, promise_of(found), petition_of(found, request.actor)),
        "execution": sheet.backup_rows(found.backup) if found.approved_at else [],
        "observation": observation_of(found), "hand_over": hand_over_of(found, request.actor),
        "estimate": wording.estimate_of(found.kind) if is_waiting(found) else "",
    }  # fmt: skip
    return render(request, "backups/detail.html", context)


def is_waiting(found) -> bool:
    return found.state in RequestState.active()


@access.signed_in
@require_safe
def history(request, uuid):
    """Recorrido, newest first by sequence (backups §3.6)."""
    found = visible_request(request, uuid)
    context = {"head": head_of(found, request.actor), "found": found, "tabs": sheet.tabs(found, current="history"),
               "columns": sheet.HISTORY_COLUMNS, "entries": history_entries(found),
               "caption": f"Recorrido de la Solicitud No. {found.number}"}  # fmt: skip
    return render(request, "backups/history.html", context)


@access.signed_in
@require_safe
def progress(request, uuid):
    """The numbers of the progress as JSON, 304 while they are the same."""
    found = visible_request(request, uuid)
    facts = reading.facts_of(found)
    shown = describe(facts)
    body = {
        "state": shown.state, "text": shown.text, "value": shown.value, "maximum": shown.maximum,
        "updated_text": shown.updated_text, "documents_done": facts.documents_done,
        "documents_total": facts.documents_total, "bytes_done": facts.bytes_done, "bytes_total": facts.bytes_total,
        "part": facts.part, "parts": facts.parts, "position": facts.position, "night": facts.night,
        "updated_at": facts.updated_at,
    }  # fmt: skip
    response = JsonResponse(body)
    etag = quote_etag(hashlib.sha256(response.content).hexdigest())
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@access.titular
@require_safe
def sent(request, uuid):
    """The panel after Enviar; it is an address, so a reload sends nothing (U-23)."""
    found = visible_request(request, uuid)
    if not permissions.is_creator(found, request.actor) or found.sent_at is None:
        raise NotFound("No encontramos esa solicitud.")
    context = {"found": found, "what_now": wording.what_happens_now(found.kind), "promise": promise_of(found),
               "back": back_of(found, request.actor),
               "progress": describe(reading.facts_of(found)) if is_waiting(found) else None}  # fmt: skip
    return render(request, "backups/sent.html", context)


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def eliminate(request, uuid):
    """«Eliminación de Solicitud.» by who made it: a draft (T18), or a sent one not started (T19)."""
    found = visible_request(request, uuid)
    if not permissions.is_creator(found, request.actor):
        raise NotFound("No encontramos esa solicitud.")
    if found.state == RequestState.DELETED:
        return redirect("backups:detail", found.uuid)
    if not may_eliminate(found, request.actor):
        raise NotAllowedNow(found.refusal_message())
    form = DeletionForm(request.POST if request.method == "POST" else None, is_draft=found.state == RequestState.DRAFT)
    if form.is_bound and form.is_valid():
        try:
            requests.eliminate(found, actor=request.actor, comment=form.cleaned_data["comment"])
        except Invalid as refusal:
            form.add_error("comment", refusal.message)
        else:
            messages.success(request, ELIMINATED)
            return redirect(back_of(found, request.actor).url)
    context = {"form": form, "found": found, "back_url": reverse("backups:detail", args=[found.uuid])}
    return render(request, "backups/eliminate.html", context, status=422 if form.errors else 200)


@access.signed_in
@require_safe
def omissions(request, uuid):
    """What is not in the archive, and why (backups §3.10)."""
    found = visible_request(request, uuid)
    if not permissions.can_download(found, request.actor) or found.backup.finished_at is None:
        raise NotFound("No encontramos esa solicitud.")
    context = {"found": found, "summary": absent.summary_of(found.backup), "columns": absent.COLUMNS,
               "rows": absent.rows_of(found.backup)}  # fmt: skip
    return render(request, "backups/omissions.html", context)
