"""«Mis Solicitudes de Respaldo» (backups §3.4, §3.5)."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backups.listing import OwnList
from quipux import access, clock


@access.leaver
@require_safe
def own_list(request):
    """The requests about the appointment in use; filters, order and page live in the address."""
    listing = OwnList(request.actor, request.GET, clock.now())
    back = settings.LEAVER_HOME if request.actor.is_leaver else reverse("backups:menu")
    context = {"listing": listing, "form": listing.filters, "back_url": back}
    return render(request, "backups/own_list.html", context, status=200 if listing.filters.is_valid() else 422)
