"""Long exports, built in the background and announced; kept for seven days (documents §14)."""

import tempfile

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from documents.models import ReportFile
from documents.reports import of_institution, of_platform
from documents.reports.catalogue import REPORTS
from documents.reports.page import ReportPage
from documents.workshop import Workshop, actor_of
from institutions.actors import Actor
from quipux import clock, exports, jobs
from quipux.errors import Forbidden
from quipux.files import store
from quipux.notices.services import notify

LARGE = 5_000  # rows: beyond them nobody waits in front of the page
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


def title_of(slug: str) -> str:
    """As people read it: «02 Documentos por estado», or the name of a report of institutions."""
    return (
        of_institution.title_of(slug) or of_platform.title_of(slug) or f"{REPORTS[slug].number} {REPORTS[slug].title}"
    )


def _make(row):
    source = next((one for one in (of_institution, of_platform) if one.title_of(row.report)), None)
    page, actor = source.page_of(row) if source else _page_of(row)
    stored = _store(page, row.kind)
    exports.record_export(actor, kind=row.kind, total=row.total, name=page.file_slug)
    return stored


def _page_of(row) -> tuple[ReportPage, Actor]:
    """The report with the rights its person has now."""
    page = ReportPage(REPORTS[row.report], actor_of(row, "este reporte"), QueryDict(row.query))
    if page.result is None:
        raise Forbidden("Los criterios de este reporte ya no le corresponden. Pídalo otra vez.")
    exports.check_total(page.total)
    return page, page.actor


def _store(page, kind):
    with tempfile.TemporaryFile() as output:
        exports.write(page.sheet(), kind, output, patient=True)
        output.seek(0)
        return store.save(iter(lambda: output.read(CHUNK), b""), media_type=exports.MEDIA_TYPES[kind])


def _tell(row, is_made):
    if row.appointment is None:
        of_platform.tell(row, is_made)
        return
    notify(key=f"report-{row.uuid}", user_id=row.user_id, context=str(row.appointment.uuid),
           text=f"Reporte {title_of(row.report)}: " + ("listo para descargar." if is_made else "no se generó."),
           url=reverse("documents:report_files"))  # fmt: skip


WORKSHOP = Workshop(ReportFile, _make, _tell, FAILED)
