"""The pages of the reports (documents §14)."""

import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from documents import workshop
from documents.models import ReportFile
from documents.reports import files
from documents.reports import rows as shown
from documents.reports.catalogue import REPORTS
from documents.reports.page import ReportPage
from quipux import access, clock, exports
from quipux.errors import Invalid, NotFound
from quipux.files.delivery import deliver
from quipux.limits import pages

logger = logging.getLogger("quipux.security")


@access.servant
@require_safe
def index(request):
    """All the reports; the lists behind them are reached from their rows."""
    return render(request, "documents/reports/index.html", {"reports": [r for r in REPORTS.values() if not r.parent]})


@access.servant
@require_safe
@pages.list_page
def report(request, slug):
    """One report; its criteria, columns and page live in the address."""
    page = _page(request, slug)
    context = {"report": page.report, "listing": page, "form": page.form, "kinds": exports.Kind}
    return render(request, "documents/reports/report.html", context, status=200 if page.form.is_valid() else 422)


@access.servant
@require_POST
def export(request, slug):
    """The whole report as a file; an act, counted and audited."""
    page, kind = _page(request, slug), request.POST.get("formato", "")
    if not page.form.is_valid():
        raise Invalid("Corrija los criterios del reporte antes de exportarlo.")
    if kind not in exports.Kind.values:
        raise Invalid("Elija CSV, XLSX o PDF.")
    if files.is_large(page.total, kind):
        files.ask(page, kind)
        messages.success(
            request, "El reporte se está generando. Le avisaremos cuando esté listo; puede cerrar esta página."
        )
        return redirect("documents:report_files")
    return exports.export_response(request, page.sheet(), kind=kind, total=page.total, name=page.file_slug)


@access.servant
@require_safe
def made(request):
    """The long exports that the person asked for in this context, of the last seven days."""
    own = ReportFile.objects.of(request.actor).order_by("-asked_at")[: shown.MOST]
    rows = [shown.line(one, reverse("documents:report_file", args=[one.uuid])) for one in own]
    return render(request, "documents/reports/files.html", {"columns": shown.COLUMNS, "rows": rows})


@access.servant
@require_safe
def made_file(request, uuid):
    """One of them, byte for byte; of somebody else, unfinished and expired ones do not exist."""
    mine = ReportFile.objects.of(request.actor).filter(finished_at__gt=clock.now() - workshop.KEPT, file__isnull=False)
    found = mine.select_related("file").filter(uuid=uuid).first()
    if found is None:
        raise NotFound("No encontramos ese reporte.")
    logger.info("report_download", extra={"user": request.user.pk, "report_file": str(found.uuid)})
    return deliver(request, storage_alias="default", key=found.file.key, size=found.file.size, sha256=found.file.sha256,
                   filename=shown.file_name(found), media_type=found.file.media_type, last_modified=found.finished_at)  # fmt: skip


def _page(request, slug) -> ReportPage:
    if slug not in REPORTS:
        raise Http404
    return ReportPage(REPORTS[slug], request.actor, request.GET)
