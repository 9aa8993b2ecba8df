"""Pages of the window about one registered document (documents §11)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents import permissions
from documents.models import Copy
from documents.rendering.receipts import Shape, receipt_context
from documents.rendering.receipts import receipt as receipt_pdf
from documents.states import CopyRole
from documents.views.finding import ISOLATED, refuse
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Forbidden


@access.servant
@require_safe
def receipt(request, uuid):
    """Comprobante: what it says, and the same on a label, a sheet or a ticket as often as it is asked for."""
    original = _registered(request, uuid)
    wanted = request.GET.get("formato")
    if wanted in Shape.values:
        return _printed(request, original, Shape(wanted))
    context = {"copy": original, "document": original.document, "shapes": Shape.choices,
               "receipt": receipt_context(original.document, Shape.SHEET)}  # fmt: skip
    return render(request, "documents/window/receipt.html", context)


def _registered(request, uuid) -> Copy:
    """An external of the institution, in whatever hands it is: who registers prints its comprobante."""
    if not permissions.can_register(request.actor):
        raise Forbidden("No tiene permiso para registrar documentos externos.")
    rows = Copy.objects.filter(uuid=uuid, role=CopyRole.ORIGINAL, institution=request.actor.institution)
    original = rows.select_related("document__institution", "document__author__person").first()
    if original is None or not permissions.can_print_receipt(original, request.actor):
        refuse(request, uuid)
    return original


def _printed(request, original, shape):
    content = receipt_pdf(original.document, shape)
    note(request, Event.DOWNLOAD, kind="copy", uuid=original.uuid, size=len(content))
    name = f"Comprobante {original.number}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers=ISOLATED | {
        "Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff"})  # fmt: skip
