"""Long exports, built in the background and announced; kept for seven days (documents §14).

The row is the work: asked, leased, finished with a file or with the reason. The doorbell hastens it, a sweep of every
minute heals it; the token of the lease keeps two workers from publishing the same row.
"""

import tempfile
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.http import QueryDict
from django.urls import reverse

from documents.models import ReportFile
from documents.reports.catalogue import REPORTS
from documents.reports.page import ReportPage
from institutions.actors import resolve
from quipux import clock, exports, jobs
from quipux.errors import DomainError, Forbidden
from quipux.files import store
from quipux.notices.services import notify

LARGE = 5_000  # rows: beyond them nobody waits in front of the page
LEASE = timedelta(minutes=45)  # longer than the longest PDF takes
TRIES = 3
KEPT = timedelta(days=7)
FAILED = "No se pudo generar. Acorte el período o elija CSV, y pídalo otra vez."
CHUNK = 1 << 20


def is_large(total: int, kind: str) -> bool:
    """Whether an export is made in the background."""
    return total > LARGE or (kind == exports.Kind.PDF and total > exports.PDF_AT_ONCE)


@transaction.atomic
def ask(page: ReportPage, kind: str) -> ReportFile:
    """Put a long export in the queue.

    Raises:
        Invalid: more rows than an export may have.
        TooMany: the eleventh export of this hour.
    """
    exports.check_total(page.total)
    exports.take_turn(page.actor.user)
    row = ReportFile.objects.create(
        user=page.actor.user, appointment=page.actor.appointment, report=page.report.slug, query=page.params.urlencode(),
        kind=kind, total=page.total, asked_at=clock.now())  # fmt: skip
    jobs.ring("documents.tasks.build_reports")
    return row


def build_waiting() -> dict[str, int]:
    """Build every export that waits, the oldest first.

    Returns:
        How many were built and how many were given up.
    """
    counts = {"built": 0, "failed": 0}
    while row := _claim():
        counts["built" if _build(row) else "failed"] += 1
    return counts


def _claim() -> ReportFile | None:
    with transaction.atomic():
        row = ReportFile.objects.waiting().select_for_update(skip_locked=True).order_by("asked_at", "pk").first()
        if row is None:
            return None
        row.lease_token, row.attempts = uuid.uuid4(), row.attempts + 1
        ReportFile.objects.filter(pk=row.pk).update(lease_token=row.lease_token, lease_until=Now() + LEASE,
                                                    attempts=F("attempts") + 1)  # fmt: skip
    return row


def _build(row) -> bool:
    if row.attempts > TRIES:  # whoever worked on it died every time
        return _finish(row, failure=FAILED)
    try:
        page = _page_of(row)
        stored = _store(page, row.kind)
    except DomainError as error:  # a PDF that cannot be typeset among them
        return _finish(row, failure=error.message)
    exports.record_export(page.actor, kind=row.kind, total=row.total, name=page.file_slug)
    return _finish(row, stored=stored)


def _page_of(row) -> ReportPage:
    """The report with the rights its person has now."""
    actor = resolve(row.user, str(row.appointment.uuid))
    if actor is None or actor.is_leaver or actor.appointment.pk != row.appointment_id:
        raise Forbidden("Ya no ejerce el puesto con el que pidió este reporte.")
    page = ReportPage(REPORTS[row.report], actor, QueryDict(row.query))
    if page.result is None:
        raise Forbidden("Los criterios de este reporte ya no le corresponden. Pídalo otra vez.")
    exports.check_total(page.total)
    return page


def _store(page, kind):
    with tempfile.TemporaryFile() as output:
        exports.write(page.sheet(), kind, output, patient=True)
        output.seek(0)
        return store.save(iter(lambda: output.read(CHUNK), b""), media_type=exports.MEDIA_TYPES[kind])


def _finish(row, *, stored=None, failure="") -> bool:
    """Publish a result, unless the lease is somebody else's by now. Returns whether there is a file."""
    with transaction.atomic():
        mine = ReportFile.objects.filter(pk=row.pk, lease_token=row.lease_token, finished_at=None)
        if mine.update(file=stored, failure=failure[:250], finished_at=clock.now(), lease_token=None, lease_until=None):
            report = REPORTS[row.report]
            notify(key=f"report-{row.uuid}", user_id=row.user_id, context=str(row.appointment.uuid),
                   text=f"Reporte {report.number} {report.title}: " + ("listo para descargar." if stored else "no se generó."),
                   url=reverse("documents:report_files"))  # fmt: skip
    return stored is not None


def forget() -> int:
    """Delete what was asked for more than seven days ago, files too. Returns how many rows."""
    gone = 0
    for row in ReportFile.objects.filter(finished_at__lt=clock.now() - KEPT).select_related("file"):
        row.delete()
        if row.file:
            store.remove(row.file)
        gone += 1
    return gone
