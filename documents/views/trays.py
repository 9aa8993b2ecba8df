"""The pages of the trays."""

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from documents.listing import TrayList, bar_for, sheets, tray_for
from quipux import access, clock
from quipux.errors import Invalid
from quipux.exports import Kind, export_response


@access.servant
@require_safe
def tray(request, slug):
    """One tray; its filters, order and page live in the address."""
    listing = _listing(request, slug)
    context = {"tray": listing.tray, "listing": listing, "form": listing.filters, "bar": bar_for(listing),
               "uses_shortcuts": request.user.uses_shortcuts}  # fmt: skip
    return render(request, "documents/tray.html", context, status=200 if listing.is_valid else 422)


@access.servant
@require_safe
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


def _listing(request, slug):
    return TrayList(tray_for(slug, request.actor), request.actor, request.GET, clock.today())
