"""The download page and the bytes (backups §3.8, T16)."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from backups import deliveries, permissions
from backups.download_forms import DigestForm
from backups.models import BackupItem
from backups.omissions import observations, summary_of
from backups.presenters.parts import Instructions, part_rows, sums_text
from backups.presenters.repairs import repair_notice
from backups.presenters.sheet import state_tags
from backups.presenters.validity import validity_of
from backups.services import downloads, tickets
from backups.validity import last_day
from backups.views.delivering import names_of, serve_part
from backups.views.finding import Expired, downloadable_request
from quipux import access, clock

UNEQUAL = "No coincide con ninguna parte de la lista. El archivo está incompleto o es otro; descárguelo de nuevo."


def _for_download(view):
    """Every answer asks session, entitlement, state and expiry anew."""

    @access.signed_in
    @require_safe
    @wraps(view)
    def page(request, uuid, **kwargs):
        try:
            found = downloadable_request(request, uuid)
        except Expired as gone:
            return _expired_page(request, gone.request)
        return view(request, found, **kwargs)

    return page


def _expired_page(request, found):
    context = {"found": found, "end": last_day(found.backup.expires_at),
               "may_ask_again": permissions.can_ask_for_the_same(found, request.actor)}  # fmt: skip
    return render(request, "backups/expired.html", context, status=410)


@_for_download
def download(request, found):
    """Every part with its names, sizes, sums and what was taken of it."""
    return _page(request, found, DigestForm())


def _page(request, found, form):
    backup, today = found.backup, clock.today()
    parts = list(backup.parts.all())
    taken = deliveries.taken_by(request.user, backup)
    missing = sum(one.completed_at is None for one in taken.values())
    context = {
        "found": found, "backup": backup, "tags": state_tags(found, observations(backup)), "summary": summary_of(backup),
        "has_omissions": backup.omissions.exists(),
        "rows": part_rows(found, backup, parts, _periods(backup, parts), taken, today),
        "validity": validity_of(backup.expires_at, today, missing, len(parts)), "repair": repair_notice(parts),
        "instructions": Instructions(found.archive_name, len(parts)), "form": form,
        "ticket_hours": settings.QUIPUX_TICKET_HOURS, "tickets": tickets.live_tickets(request.user, backup),
    }  # fmt: skip
    return render(request, "backups/download.html", context, status=422 if form.errors else 200)


def _periods(backup, parts) -> dict[int, tuple]:
    """Part number → dates of its first and last document, in one query."""
    ends = {position for part in parts for position in (part.first_position, part.last_position) if position}
    items = BackupItem.objects.filter(backup=backup, position__in=ends)
    dates = {position: str(at)[:10] for position, at in items.values_list("position", "metadata__document_date")}
    return {part.number: (dates[part.first_position], dates[part.last_position])
            for part in parts if part.first_position in dates}  # fmt: skip


@_for_download
def sums(request, found):
    """SHA256SUMS, for ``sha256sum -c --ignore-missing`` with either family of names."""
    text = sums_text(found, found.backup, list(found.backup.parts.all()))
    headers = {"Content-Disposition": 'attachment; filename="SHA256SUMS"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@_for_download
def part(request, found, number):
    """A part under its name in the set."""
    return serve_part(request, found, _name(found, number, alone=False), actor=request.actor)


@_for_download
def independent_part(request, found, number):
    """The same part as a ZIP that opens alone; a backup of one file has no second name."""
    return serve_part(request, found, _name(found, number, alone=True), actor=request.actor)


def _name(found, number, *, alone):
    return next((name for name, one in names_of(found).items() if one == (number, alone)), "")


@access.signed_in
@require_POST
def check_part(request, uuid):
    """«Comprobar archivo»: the digest of the person's own copy, compared here; the file never travels."""
    found = downloadable_request(request, uuid)
    form = DigestForm(request.POST)
    name = downloads.note_check(found, form.cleaned_data["huella"], actor=request.actor) if form.is_valid() else ""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"name": name}, status=200 if name else 422)
    if name:
        messages.success(request, f"Comprobada: el archivo es idéntico a {name}.")
        return redirect("backups:download", found.uuid)
    if form.is_valid():
        form.add_error("huella", UNEQUAL)
    return _page(request, found, form)
