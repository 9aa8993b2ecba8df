"""The pages of the trays."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.listing import TrayList
from documents.trays import TRAYS
from quipux import access, clock


@access.servant
@require_safe
def tray(request, slug):
    """One tray; its filters, order and page live in the address."""
    if slug not in TRAYS:
        raise Http404
    listing = TrayList(TRAYS[slug], request.actor.appointment, request.GET, clock.today())
    context = {"tray": listing.tray, "listing": listing, "form": listing.filters}
    status = 200 if listing.filters.is_valid() else 422
    return render(request, "documents/tray.html", context, status=status)
