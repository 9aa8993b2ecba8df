"""The pages of the trays."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.composing import sessions
from documents.listing import TrayList, bar_for, counted, sheets, tray_for
from documents.services import filters
from documents.views.acts import undoable
from documents.views.pane import pane_of
from quipux import access, clock
from quipux.errors import Invalid
from quipux.exports import Kind, export_response
from quipux.limits import pages


@access.servant
@require_safe
@pages.list_page
def tray(request, slug):
    """One tray; its filters, order and page live in the address."""
    listing = _listing(request, slug)
    if listing.opens_at:
        return redirect(listing.opens_at)
    context = {"tray": listing.tray, "listing": listing, "form": listing.filters, "bar": bar_for(listing),
               "pane": pane_of(request, listing) if listing.is_double else None,
               "undoable": undoable(request.actor, request.GET.get("hecho", "")),
               "uses_shortcuts": request.user.uses_shortcuts,
               "unsaved": _unsaved(request) if slug == "en-elaboracion" and _may_have(listing) else []}  # fmt: skip
    return render(request, "documents/tray.html", context, status=200 if listing.is_valid else 422)


def _may_have(listing):
    """Whether texts were counted beside the rows, or nobody counted."""
    return not listing.is_valid or listing.counts.get("unsaved", 1)


def _unsaved(request):
    """Texts of documents that were never saved, each with its hour (documents §6.3)."""
    return [(text, f"{clock.local(text.saved_at):%H:%M:%S}") for text in sessions.unsaved_of(request.actor)]


@access.servant
@require_safe
@pages.list_page
def printed(request, slug):
    """«Imprimir lista»: the whole filtered list as one table, saying so where it is cut."""
    listing = _listing(request, slug)
    sheet = sheets.sheet_of(listing)
    context = {"tray": listing.tray, "listing": listing, "columns": sheet.columns, "total": sheets.whole_count(listing),
               "rows": list(sheets.values(listing, sheets.ON_PAPER))}  # fmt: skip
    return render(request, "documents/tray_print.html", context)


@access.servant
@require_POST
def export(request, slug):
    """The filtered list as a file; its filters are those of the address."""
    listing = _listing(request, slug)
    sheet = sheets.sheet_of(listing)
    if (kind := request.POST.get("formato")) not in (Kind.CSV, Kind.XLSX):
        raise Invalid("Elija un formato de la lista.")
    return export_response(request, sheet, kind=kind, total=sheets.whole_count(listing), name=slug)


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def saved_filters(request, slug):
    """The saved filters of a tray; posted, the list of the address is kept under a name."""
    listing = _listing(request, slug)
    if request.method != "POST":
        saved = list(filters.offered_filters(request.actor, slug))
        context = {"tray": listing.tray, "listing": listing, "saved": counted(saved, request.actor)}
        return render(request, "documents/tray_filters.html", context)
    saved = filters.save_filter(actor=request.actor, tray_slug=slug, name=request.POST.get("nombre", ""),
                                query=listing.query, is_shared="compartir" in request.POST)  # fmt: skip
    messages.success(request, f"Filtro «{saved.name}» guardado.")
    return redirect(f"{listing.tray.url}?{saved.query}")


@access.servant
@require_POST
def default_filter(request, slug, pk):
    """«Abrir la bandeja con este filtro», or no more."""
    chosen = filters.open_with(pk, actor=request.actor, is_default=request.POST.get("abrir") == "1")
    told = "abre la bandeja" if request.POST.get("abrir") == "1" else "ya no abre la bandeja"
    messages.success(request, f"El filtro «{chosen.name}» {told}.")
    return redirect("documents:saved_filters", slug)


@access.servant
@require_POST
def forget_filter(request, slug, pk):
    """«Borrar» a filter of one's own."""
    forgotten = filters.forget_filter(pk, actor=request.actor)
    messages.success(request, f"Filtro «{forgotten.name}» borrado.")
    return redirect("documents:saved_filters", slug)


def _listing(request, slug):
    return TrayList(tray_for(slug, request.actor), request.actor, request.GET, request.actor.today)
