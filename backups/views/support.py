"""«Solicitud para descargar respaldo»: help from the SGE (backups §3.8, T17)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from backups.download_forms import SupportForm
from backups.services import support
from backups.views.finding import downloadable_request
from quipux import access

ASKED = "La descarga de su respaldo fue solicitada a la SGE."


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, uuid):
    """The reason, for who tried; the advice to try first, for who did not."""
    found = downloadable_request(request, uuid)
    form = SupportForm(request.POST if request.method == "POST" else None)
    has_tried = support.has_tried(found, request.user)
    if has_tried and form.is_valid():
        support.ask(found, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, ASKED)
        return redirect("backups:download", found.uuid)
    status = 409 if request.method == "POST" and not has_tried else 422 if form.errors and has_tried else 200
    context = {"found": found, "form": form if has_tried else None, "not_tried": "" if has_tried else support.NOT_TRIED}
    return render(request, "backups/support.html", context, status=status)
