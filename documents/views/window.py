"""Pages of the window: its lists, the comprobante, scans and anexos of what was registered (documents §11)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documents import detail, permissions, services
from documents.attaching.rules import limits_sentence
from documents.models import Copy
from documents.permissions import CONTENT
from documents.rendering.receipts import Shape, receipt_context
from documents.rendering.receipts import receipt as receipt_pdf
from documents.states import CopyRole, Medium
from documents.views.finding import refuse
from documents.window.forms import ScanFilterForm
from documents.window.lists import IMAGES, LISTS, WindowList, externals, found, shown
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.limits import pages
from quipux.web.components import Column, Link, Tag
from quipux.web.pagination import TRAY_SIZES, numbered

COLUMNS = [Column(label) for label in ("Número", "Fecha", "De", "Para", "Asunto", "Estado", "Imagen")]


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
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff"})  # fmt: skip


# Lists, scans and anexos -----------------------------------------------------------------------------------------


def _entry(slug, actor) -> WindowList:
    """The entry of the menu behind an address, for whom it exists."""
    if slug not in LISTS:
        raise Http404
    if permissions.post_of(actor) is None or not actor.holds(LISTS[slug].permission):
        raise Forbidden(f"No tiene permiso para «{LISTS[slug].label}».")
    return LISTS[slug]


@access.servant
@require_safe
@pages.list_page
def listing(request, slug):
    """What was registered, to choose one from."""
    entry = _entry(slug, request.actor)
    form = ScanFilterForm(request.GET, institution=request.actor.institution)
    valid = form.is_valid()
    page = numbered(found(request.actor, form.cleaned_data), request.GET, sizes=TRAY_SIZES) if valid else None
    rows = [_row(entry, one) for one in shown(page.rows)] if page else []
    context = {"entry": entry, "form": form, "page": page, "columns": COLUMNS, "rows": rows}
    return render(request, "documents/window/list.html", context, status=200 if valid else 422)


def _row(entry, one):
    copy = one.copy
    url = reverse(f"documents:{entry.page}", args=[entry.slug, copy.uuid] if entry.loads else [copy.uuid])
    image = Tag("Sí", "green") if copy.has_image else Tag("No", "grey")
    return [Link(copy.number, url), copy.sort_at, one.sender, one.to, one.subject, copy.get_state_display(), image]


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def load(request, slug, uuid):
    """Cargar Doc. Digitalizado or Cargar Anexos al Doc., of one document."""
    entry = _entry(slug, request.actor)
    original = externals(request.actor).filter(uuid=uuid).first() if entry.loads else None
    if original is None:
        refuse(request, uuid)
    if request.method == "POST":
        _loaded(request, entry, original)
        return redirect("documents:load", entry.slug, original.uuid)
    readable = original.level >= CONTENT
    there = detail.attachments_of(original).filter(is_document_image=entry is IMAGES).select_related("file")
    context = {"entry": entry, "copy": original, "shown": shown([original])[0], "limits": limits_sentence(),
               "there": list(there.order_by("pk")) if readable else [], "images": entry is IMAGES}  # fmt: skip
    return render(request, "documents/window/load.html", context)


def _loaded(request, entry, original):
    """What was kept and what was refused, file by file."""
    files, words = request.FILES.getlist("archivos"), request.POST.get("descripcion_anexo", "")
    try:
        if entry is IMAGES:
            result = services.digitise(original, files, actor=request.actor, description=words)
        else:
            result = services.add_later(original, files, actor=request.actor, description=words,
                                        name=request.POST.get("nombre", ""),
                                        medium=request.POST.get("medio", Medium.ELECTRONIC))  # fmt: skip
    except (Invalid, NotAllowedNow) as error:
        messages.error(request, error.message)
        return
    for row in result.kept:
        messages.success(request, f'"{row.name}" se cargó.')
    for sentence in result.refused:
        messages.error(request, sentence)
