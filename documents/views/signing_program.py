"""What the signer program of the person's machine asks, with the session's token and no cookie (documents §9.1)."""

import logging

from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from documents.models.signing import TIME_OVER
from documents.signing import receiving
from documents.signing.providers import DESKTOP
from documents.states import SignatureState
from quipux import access, clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import DomainError
from quipux.files.delivery import deliver

logger = logging.getLogger("quipux.documents")
SCHEME = "Bearer "
NOT_READY = "El PDF todavía se está preparando. Inténtelo en unos segundos."


@access.public
@csrf_exempt  # the token in the header is what proves who asks; no cookie is read
@require_http_methods(["GET", "POST"])
def signing_pdf(request, uuid, copy):
    """GET gives the PDF to be signed, POST takes the signed one."""
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(SCHEME) if header.startswith(SCHEME) else ""
    found = DESKTOP.request_by_token(uuid, copy, token)
    if found is None:
        logger.info("signing_token_refused", extra={"session": str(uuid), "copy": str(copy)})
        return _said(TIME_OVER, 403)
    return _give(request, found, copy) if request.method == "GET" else _take(request, found)


def _give(request, found, copy):
    if found.state == SignatureState.PREPARING:
        return _said(NOT_READY, 409)
    if found.state != SignatureState.OPEN or found.session.closed_at or clock.now() >= found.session.expires_at:
        return _said(TIME_OVER, 403)
    stored = found.document.official_pdf
    note(request, Event.DOWNLOAD, kind="copy", uuid=copy, size=stored.size)
    return deliver(request, storage_alias="default", key=stored.key, size=stored.size, sha256=stored.sha256,
                   filename=f"{found.document.number}.pdf", media_type=stored.media_type,
                   last_modified=stored.created_at)  # fmt: skip


def _take(request, found):
    """The body is the file itself; a larger one than a signature explains is not the document's."""
    content = request.read(found.given_size + receiving.GROWTH)
    try:
        DESKTOP.receive(found, content)
    except DomainError as error:
        return _said(error.message, error.status)
    return JsonResponse({"estado": "firmado", "documento": found.document.number})


def _said(message, status):
    return JsonResponse({"estado": "rechazado", "mensaje": message}, status=status)
