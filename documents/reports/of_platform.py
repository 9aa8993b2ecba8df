"""Long exports of the reports that the SGE reads, made with those of documents (institutions §14).

Their row has no post: it belongs to an operator, and is made with the right she has at that moment.
"""

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from accounts import mailing
from documents.models import ReportFile
from institutions.implantation.permissions import REVIEW
from institutions.models import Institution
from institutions.reports import background
from institutions.reports.page import ReportPage
from institutions.reports.shape import Reach, Report, known
from quipux import clock, exports, jobs
from quipux.errors import Forbidden
from quipux.operators import Operator

PREFIX = "sge-"  # before the slug of its report
LOST = "Usted ya no tiene permiso para este reporte."
SUBJECT = "QUIPUX: Reporte de la plataforma"


@transaction.atomic
def ask(page: ReportPage, kind: str, actor: Operator) -> str:
    """Put a long export in the queue; the address where its file will be.

    Raises:
        TooMany: the eleventh export of this hour.
    """
    exports.take_turn(actor.user)
    query = f"institucion={page.reach.institution.uuid}" if page.reach.institution else ""
    ReportFile.objects.create(user=actor.user, appointment=None, report=f"{PREFIX}{page.report.slug}", query=query, kind=kind,
                              total=len(page.lines), asked_at=clock.now())  # fmt: skip
    jobs.ring("documents.tasks.build_reports")
    return reverse("admin:report_files:files")


def _report(slug) -> Report | None:
    if not slug.startswith(PREFIX):
        return None
    name = slug.removeprefix(PREFIX)
    return known(of_platform=True).get(name) or known().get(name)


def title_of(slug: str) -> str:
    """Its title; empty for a report of an office."""
    report = _report(slug)
    return report.title if report else ""


def page_of(row: ReportFile) -> tuple[ReportPage, Operator]:
    """The report and the operator.

    Raises:
        Forbidden: she is no operator any more, or may not take reports away.
    """
    if not (row.user.is_active and row.user.is_staff and row.user.has_perm(REVIEW)):
        raise Forbidden(LOST)
    uuid = QueryDict(row.query).get("institucion")
    reach = Reach(Institution.objects.get(uuid=uuid) if uuid else None)
    return ReportPage(_report(row.report), reach, QueryDict()), Operator(row.user)


def tell(row: ReportFile, is_made: bool) -> None:
    """A mail: an operator has no notices."""
    said = f"El reporte «{title_of(row.report)}» " + ("está listo para descargar." if is_made else "no se generó.")
    mailing.write_to(row.user, key=f"report-{row.uuid}", subject=SUBJECT, lines=[said], link_text="Ver los reportes generados",
                     link=f"{settings.QUIPUX_PUBLIC_URL}{reverse('admin:report_files:files')}")  # fmt: skip


background.register_for_operators(ask)
