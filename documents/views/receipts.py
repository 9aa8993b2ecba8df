"""Constancias de entrega of an original, and their public check."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents.models import DeliveryReceipt
from documents.permissions import READS
from documents.receipts import services
from documents.receipts.facts import deliveries_of
from documents.receipts.forms import CodeForm
from documents.views.drawing import draw
from documents.views.finding import copy_at, hand_out, refuse
from quipux import access
from quipux.errors import Invalid
from quipux.limits import services as limits
from quipux.pdf import PdfError
from quipux.web import errors
from quipux.web.components import Column

COLUMNS = [
    Column(label)
    for label in ("Destinatario", "Número", "Vía", "Puesto en envío", "Entregado", "Abierto por primera vez")
]
TRIES, PERIOD = 20, timedelta(hours=1)  # of one network (documents §15)


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request, uuid):
    """When each recipient's copy was posted, delivered and opened; posted, a receipt of it is issued."""
    copy = _original(request, uuid)
    if request.method == "POST":
        return _issue(request, copy)
    deliveries = deliveries_of(copy.document)
    return draw(request, copy, "copies", "documents/receipts/list.html", {
        "columns": COLUMNS, "rows": [_row(one) for one in deliveries], "parts": _parts(len(deliveries)),
        "receipts": DeliveryReceipt.objects.filter(document=copy.document).select_related("file", "issued_by__person"),
    })  # fmt: skip


def _original(request, uuid):
    copy = copy_at(request, uuid, READS)
    if not copy.is_original or copy.document.frozen_at is None:
        refuse(request, uuid)
    return copy


def _issue(request, copy):
    try:
        wanted = request.POST.get("parte", "1")
        receipt = services.issue(
            copy, actor=request.actor, sheet=int(wanted) if wanted.isascii() and wanted.isdigit() else 0
        )
    except (Invalid, PdfError) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"La constancia {receipt.code} quedó emitida.")
    return redirect("documents:receipts", copy.uuid)


def _parts(recipients):
    """Number and words of each receipt that it takes; none where one tells of all."""
    sheets = services.sheets_of(recipients)
    ends = [(number, (number - 1) * services.MOST + 1, min(number * services.MOST, recipients))
            for number in range(1, sheets + 1)]  # fmt: skip
    return [(number, f"Destinatarios {first} a {last}") for number, first, last in ends] if sheets > 1 else []


def _row(one):
    way = (one.way, one.journey) if one.journey else one.way
    return [one.name, one.copy.number, way, one.posted_at, one.delivered or "", one.opened_at or ""]


@access.servant
@require_safe
def receipt_file(request, uuid, receipt):
    """The PDF of a receipt, byte for byte as it was sealed."""
    copy = _original(request, uuid)
    found = DeliveryReceipt.objects.select_related("file").filter(document=copy.document, uuid=receipt).first()
    if found is None:
        refuse(request, uuid)
    return hand_out(request, copy, found.file, f"constancia_{copy.number}_{found.code}.pdf")


@access.public
@require_safe
@never_cache
def check_receipt(request):
    """`/verificar/constancia/`: whether a receipt was issued here, for anybody who has its code."""
    asked = "codigo" in request.GET
    form = CodeForm(request.GET if asked else None)
    if not asked or not form.is_valid():
        return render(
            request, "documents/receipts/check.html", {"form": form, "asked": ""}, status=422 if asked else 200
        )
    if limits.take("receipt_check", limits.network(request.META.get("REMOTE_ADDR", "")), limit=TRIES, period=PERIOD):
        return errors.too_many(request, minutes=60)
    found = DeliveryReceipt.objects.select_related("document__institution", "file").filter(
        code=form.cleaned_data["codigo"]).first()  # fmt: skip
    if found is not None and (found.document.institution.is_training or not services.is_intact(found)):
        found = None
    return render(request, "documents/receipts/check.html", {
        "form": form, "asked": form.cleaned_data["codigo"], "found": found})  # fmt: skip
