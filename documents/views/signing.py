"""The person's pages of a signing session (documents §9.1)."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.permissions import CONTENT
from documents.signing import entering, receiving
from documents.signing.forms import SignedPdfForm
from documents.signing.page import SessionPage, request_of, session_of
from documents.signing.providers import DESKTOP, SERVER_P12
from documents.signing.sessions import new_token
from documents.states import SignatureState
from documents.views.finding import copy_at, hand_out
from quipux import access
from quipux.errors import DomainError, NotAllowedNow, NotFound

NOT_NOW = "Este documento ya no espera su firma en esta sesión."


def own_session(request, uuid):
    """The person's own session.

    Raises:
        NotFound: it does not exist, or it is somebody else's or of another post.
    """
    session = session_of(uuid, request.actor)
    if session is None:
        raise NotFound("No encontramos esa sesión de firma.")
    return session


@access.signer
@require_safe
def session(request, uuid):
    """Where the documents are signed: the program of the machine, or one by one by hand."""
    found = own_session(request, uuid)
    page, token = SessionPage(found), entering.token_of(request, found)
    citizen = request.actor.is_citizen
    refused = [item for item in found.run.results if not item["done"]] if found.run else []
    return render(request, "documents/signing/session.html", {
        "page": page, "session": found, "refused": refused, "offers_key": SERVER_P12.is_offered(request.actor.institution),
        "program": DESKTOP.address(found, token) if token and page.waiting else "",
        "unsent_url": reverse(f"documents:{'citizen_tray' if citizen else 'tray'}", args=["no-enviados"]),
        "page_name": f"documents:{'citizen_document' if citizen else 'document'}", "retries": not citizen})  # fmt: skip


@access.signer
@require_safe
def progress(request, uuid):
    """How far it is, for the page that asks by itself."""
    return JsonResponse(SessionPage(own_session(request, uuid)).progress)


@access.signer
@require_POST
def renew(request, uuid):
    """Another token, for a browser that lost the one before."""
    return entering.enter(new_token(own_session(request, uuid)))


@access.signer
@require_POST
def close(request, uuid):
    """Terminar: what was not signed waits in No Enviados."""
    found = own_session(request, uuid)
    left = DESKTOP.cancel(found)
    if left:
        messages.warning(request, f"La sesión se cerró: {left} {'documento quedó' if left == 1 else 'documentos quedaron'} "
                                  "sin firmar en No Enviados, con su número.")  # fmt: skip
    return redirect(entering.address_of(found))


@access.signer
@require_safe
def given_pdf(request, uuid, copy):
    """Descargar PDF: exactly the bytes that have to be signed."""
    found = _request(request, uuid, copy)
    original = copy_at(request, copy, CONTENT)
    if found.state == SignatureState.PREPARING or found.document.official_pdf is None:
        raise NotAllowedNow("El PDF todavía se está preparando. Inténtelo en unos segundos.")
    if found.state == SignatureState.VALID:
        raise NotAllowedNow(NOT_NOW)
    return hand_out(request, original, found.document.official_pdf, f"{found.document.number}.pdf")


@access.signer
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, uuid, copy):
    """Subir PDF firmado, by whatever program it was signed."""
    found = _request(request, uuid, copy)
    form = SignedPdfForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _take_in(request, found, form.cleaned_data["file"])
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/signing/upload.html", {"form": form, "document": found.document, "signing": found,
                  "copy_uuid": copy, "session": found.session}, status=status)  # fmt: skip


def _take_in(request, found, file):
    """Back to the session: what became of it is there, whether it was accepted or not."""
    number = found.document.number
    try:
        DESKTOP.receive(found, file.read(found.given_size + receiving.GROWTH))
    except DomainError as error:
        messages.warning(request, f"{number}: {error.message}")
    else:
        messages.success(request, f"{number}: Firma recibida. El documento se está entregando.")
    return redirect(entering.address_of(found.session))


def _request(request, uuid, copy):
    found = request_of(own_session(request, uuid), copy)
    if found is None:
        raise NotFound("No encontramos ese documento.")
    return found
