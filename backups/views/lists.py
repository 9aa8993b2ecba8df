"""The lists of requests: own, to be sent, of the institution (backups §3.4, §3.5)."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backups.listing import DraftList, InstitutionList, OwnList
from backups.views.finding import require_administrator
from quipux import access, clock

MENU = "Respaldo de Documentos"
NOTHING = "No se encontraron los datos buscados."


@access.leaver
@require_safe
def own_list(request):
    """The requests about the appointment in use; filters, order and page live in the address."""
    listing = OwnList(request.actor, request.GET, clock.now())
    if request.actor.is_leaver:
        return _page(request, listing, empty=NOTHING, back=(settings.LEAVER_HOME, ""))
    return _page(request, listing, empty="Todavía no ha solicitado respaldos.", new_url=reverse("backups:request_form"))


@access.titular
@require_safe
def institution_drafts(request):
    """«Solicitudes por enviar»: the own drafts of the AIQ, and nobody else's."""
    require_administrator(request)
    listing = DraftList(request.actor, request.GET, clock.now())
    return _page(
        request, listing, empty="No tiene solicitudes por enviar.", new_url=reverse("backups:institution_form")
    )


@access.titular
@require_safe
def institution_list(request):
    """«Listado de Solicitudes»: all that were sent about the institution's appointments."""
    require_administrator(request)
    listing = InstitutionList(request.actor, request.GET, clock.now())
    empty = "Todavía no hay solicitudes de respaldo de su institución."
    return _page(request, listing, empty=empty, new_url=reverse("backups:institution_form"))


def _page(request, listing, *, empty, new_url="", back=None):
    back_url, back_text = back or (reverse("backups:menu"), MENU)
    context = {"listing": listing, "form": listing.filters, "back_url": back_url, "back_text": back_text,
               "empty": empty, "new_url": new_url}  # fmt: skip
    return render(request, "backups/request_list.html", context, status=200 if listing.filters.is_valid() else 422)
