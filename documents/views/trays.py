"""The pages of the trays."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.listing import TrayList, bar_for, tray_for
from quipux import access, clock


@access.servant
@require_safe
def tray(request, slug):
    """One tray; its filters, order and page live in the address."""
    listing = TrayList(tray_for(slug, request.actor), request.actor, request.GET, clock.today())
    context = {"tray": listing.tray, "listing": listing, "form": listing.filters, "bar": bar_for(listing)}
    return render(request, "documents/tray.html", context, status=200 if listing.is_valid else 422)
