"""«Consultar trámite», for who has the comprobante (documents §15)."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.proof import limits, tramites
from documents.proof.forms import ConsultForm
from documents.views.proof import unsaid
from quipux import access
from quipux.challenge.fields import wants_another
from quipux.web import errors

PAGE = "documents/proof/tramite.html"


@access.public
@require_safe
def consult(request):
    """Number and code together; whatever is not found gives one answer, equal byte for byte.

    So nothing that was typed is shown back with it. The QR of a comprobante brings the number; its code stays behind
    «#», where only the browser sees it.
    """
    asked = "codigo" in request.GET and not wants_another(request.GET)
    form = ConsultForm(request.GET) if asked else ConsultForm(initial=request.GET.dict())
    if limits.asks_code(request, limits.CONSULTS):
        form.ask_code(request)
    if not asked or not form.is_valid():
        return unsaid(render(request, PAGE, _context(form), status=422 if asked else 200))
    if minutes := limits.minutes_closed(request, limits.CONSULTS):
        return errors.too_many(request, minutes=minutes)
    found = tramites.find(form.cleaned_data["numero"], form.cleaned_data["codigo"])
    if found is None:
        limits.failed(request, limits.CONSULTS)
    return unsaid(render(request, PAGE, _context(_next_form(request), asked=True, found=found)))


def _next_form(request):
    """None where a code would have to be shown: no two of them are equal, and the answers have to be."""
    return None if limits.asks_code(request, limits.CONSULTS) else ConsultForm()


def _context(form, *, asked=False, found=None):
    return {"form": form, "asked": asked, "found": found}
