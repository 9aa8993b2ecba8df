"""Long exports of the reports of an institution, made with those of documents: over the rows of one at once (institutions §14)."""

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from documents.models import ReportFile
from documents.workshop import actor_of
from institutions.reports import background
from institutions.reports.page import ReportPage
from institutions.reports.shape import known, reach_of
from quipux import clock, exports, jobs

PREFIX = "institucion-"  # before the slug of its report


@transaction.atomic
def ask(page: ReportPage, kind: str, actor) -> str:
    """Put a long export in the queue.

    Returns:
        The address where its file will be.

    Raises:
        TooMany: the eleventh export of this hour.
    """
    exports.take_turn(actor.user)
    ReportFile.objects.create(user=actor.user, appointment=actor.appointment, report=f"{PREFIX}{page.report.slug}", kind=kind,
                              total=len(page.lines), asked_at=clock.now())  # fmt: skip
    jobs.ring("documents.tasks.build_reports")
    return reverse("documents:report_files")


def title_of(slug: str) -> str:
    """Its title; empty for a report of documents."""
    report = known().get(slug.removeprefix(PREFIX)) if slug.startswith(PREFIX) else None
    return report.title if report else ""


def page_of(row: ReportFile) -> tuple[ReportPage, object]:
    """The report with the rights its person has now, and the person.

    Raises:
        Forbidden: the post is no longer this person's.
    """
    actor = actor_of(row, "este reporte")
    return ReportPage(known()[row.report.removeprefix(PREFIX)], reach_of(actor), QueryDict()), actor


background.register(ask)
