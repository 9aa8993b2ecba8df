"""Download managers: the .meta4, the addresses it carries, and their end (backups §3.8, safety S-83)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from backups.presenters import metalink
from backups.services import tickets
from backups.states import RequestState
from backups.views.delivering import refuse_damaged, serve_part
from backups.views.finding import Expired, downloadable_request, is_expired
from quipux import access
from quipux.errors import DomainError, NotAllowedNow, NotFound
from quipux.web import errors

UNSEEN = {"Referrer-Policy": "no-referrer"}  # no page of ours nor of others learns the address


@access.signed_in
@require_POST
def metalink_file(request, uuid):
    """`respaldo_N.meta4`. A POST, because each issue creates a ticket and a GET never writes."""
    found = downloadable_request(request, uuid)
    parts = list(found.backup.parts.order_by("number"))
    refuse_damaged(parts)
    token = tickets.issue(found, actor=request.actor)

    def address(part, name):
        path = reverse("backups:ticket_part", args=[token, name]) if token else _session_path(found, part)
        return request.build_absolute_uri(path)

    body = metalink.metalink(found.archive_name, parts, address, found.backup.finished_at)
    return HttpResponse(body, content_type=metalink.MEDIA_TYPE, headers={
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{found.archive_name}.meta4"),
        "Cache-Control": "no-store"})  # fmt: skip


def _session_path(found, part):
    return reverse("backups:part", args=[found.uuid, part.number])


@access.signed_in
@require_POST
def revoke(request, uuid):
    """«Anular enlaces»."""
    found = downloadable_request(request, uuid)
    revoked = tickets.revoke_all(found, actor=request.actor)
    messages.success(request, "Los enlaces fueron anulados." if revoked else "No había enlaces vigentes.")
    return redirect("backups:download", found.uuid)


@access.public
@require_safe
def part(request, token, name):
    """A part by its ticket: no session, every right asked anew; whatever is wrong, nothing leads back here."""
    try:
        found, actor = tickets.holder_of(token) or _nobody()
        _require_available(found)
        return serve_part(request, found, name, actor=actor, extra_headers=UNSEEN)
    except DomainError as refusal:
        refused = errors.not_found(request) if refusal.status == 404 else _said(request, refusal)
        refused["Referrer-Policy"] = UNSEEN["Referrer-Policy"]
        return refused


def _nobody():
    raise NotFound("No encontramos ese enlace.")


def _require_available(found):
    if is_expired(found):
        raise Expired(found)
    if found.state != RequestState.FULFILLED:
        raise NotAllowedNow(found.refusal_message())


def _said(request, refusal):
    return errors.page(request, refusal.status, message=refusal.message)
