"""The download page and the bytes (backups §3.8, T16)."""

from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backups import deliveries, permissions
from backups.archive import naming
from backups.models import BackupItem, BackupPart
from backups.omissions import observations, summary_of
from backups.presenters.parts import Instructions, part_rows, sums_text
from backups.presenters.sheet import state_tags
from backups.presenters.validity import validity_of
from backups.services import downloads, notices
from backups.validity import last_day
from backups.views.finding import Expired, downloadable_request
from quipux import access, clock
from quipux.errors import NotAllowedNow, NotFound
from quipux.files.delivery import deliver
from quipux.files.store import StoredBytesMissing

TRANSFERS = (200, 206, 302)  # whole, a range, or the store's own address
MEDIA_TYPE = "application/zip"
IN_REPAIR = "Su respaldo está en reparación. Le avisaremos por correo; los días de espera no cuentan."


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
               "may_ask_again": permissions.is_owner(found, request.actor) and not request.actor.is_leaver}  # fmt: skip
    return render(request, "backups/expired.html", context, status=410)


@_for_download
def download(request, found):
    """Every part with its names, sizes, sums and what was taken of it."""
    backup, today = found.backup, clock.today()
    parts = list(backup.parts.all())
    taken = deliveries.taken_by(request.user, backup)
    missing = sum(one.completed_at is None for one in taken.values())
    context = {
        "found": found, "backup": backup, "tags": state_tags(found, observations(backup)), "summary": summary_of(backup),
        "has_omissions": backup.omissions.exists(),
        "rows": part_rows(found, backup, parts, _periods(backup, parts), taken, today),
        "validity": validity_of(backup.expires_at, today, missing, len(parts)),
        "instructions": Instructions(found.archive_name, len(parts)), "support": settings.QUIPUX_SUPPORT_EMAIL,
    }  # fmt: skip
    return render(request, "backups/download.html", context)


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
    row, names = _part_or_404(found, number), naming.part_names(found.archive_name, found.backup.parts_count)
    return _deliver(request, row, names[number - 1], alternative=False)


@_for_download
def independent_part(request, found, number):
    """The same part as a ZIP that opens alone; a backup of one file has no second name."""
    if found.backup.parts_count == 1:
        raise NotFound("No encontramos ese archivo.")
    row, names = _part_or_404(found, number), naming.independent_names(found.archive_name, found.backup.parts_count)
    return _deliver(request, row, names[number - 1], alternative=True)


def _part_or_404(found, number) -> BackupPart:
    row = BackupPart.objects.select_related("backup__request").filter(backup=found.backup, number=number).first()
    if row is None:
        raise NotFound("No encontramos ese archivo.")
    return row


def _deliver(request, row, name, *, alternative):
    key, size, sha256 = row.storage_key, row.bytes, row.sha256
    if alternative and row.alternative_key:
        key, size, sha256 = row.alternative_key, row.alternative_bytes, row.alternative_sha256
    observer = downloads.Observer(row, actor=request.actor, alternative=alternative)
    try:
        response = deliver(request, storage_alias="backups", key=key, size=size, sha256=sha256, filename=name,
                           media_type=MEDIA_TYPE, last_modified=row.finished_at, observer=observer)  # fmt: skip
    except StoredBytesMissing as missing:
        notices.alert(f"parte-{row.pk}-{clock.today()}", "falta una parte",
                      [f"Solicitud No. {row.backup.request.number}, parte {row.number}."])  # fmt: skip
        raise NotAllowedNow(IN_REPAIR) from missing
    if request.method == "GET" and response.status_code in TRANSFERS:
        downloads.note_entry(row, actor=request.actor)
        if not response.streaming:
            downloads.note_handed_over(row, actor=request.actor, alternative=alternative)
    return response
