"""Signing here with a .p12, which this request alone ever sees (documents §9.1, safety §2.8)."""

from django.contrib import messages
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from documents.signing import entering
from documents.signing.forms import KeyForm
from documents.signing.page import SessionPage
from documents.signing.providers import SERVER_P12
from documents.signing.providers.server_p12 import NOT_OFFERED
from documents.views.signing import own_session
from quipux import access
from quipux.errors import Forbidden
from quipux.signatures.errors import BadKeyFile


@access.servant
@csrf_exempt  # asked for inside, once the form can only be read into memory
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def key_file(request, uuid):
    """Asks for the key and says what giving it means; with it, signs what is open."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _key_file(request, uuid)


@csrf_protect
@sensitive_variables()
def _key_file(request, uuid):
    found = own_session(request, uuid)
    if not SERVER_P12.is_offered(request.actor.institution):
        raise Forbidden(NOT_OFFERED)
    page = SessionPage(found)
    if not page.waiting:
        return redirect(entering.address_of(found))
    form = KeyForm(request.POST, request.FILES) if request.method == "POST" else KeyForm()
    if request.method == "POST" and form.is_valid():
        try:
            return _sign(request, found, form)
        except BadKeyFile as error:
            form.add_error("file" if error.code != "password" else "password", error.message)
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/signing/key.html", {"form": form, "page": page, "session": found}, status=status)


@sensitive_variables()
def _sign(request, session, form):
    data = form.cleaned_data
    result = SERVER_P12.receive(session, data["file"].read(), data["password"])
    for refusal in result.refused:
        messages.warning(request, refusal)
    if result.left:
        messages.warning(request, f"Faltan {result.left}: entregue otra vez su archivo para firmarlos.")
    if result.signed:
        messages.success(request, f"Firmados: {result.signed}. Se están entregando.")
    return redirect(entering.address_of(session))
