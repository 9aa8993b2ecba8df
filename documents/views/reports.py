"""The pages of the reports (documents §14)."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from documents.reports.catalogue import REPORTS
from documents.reports.page import ReportPage
from quipux import access, exports
from quipux.errors import Invalid


@access.servant
@require_safe
def index(request):
    """All the reports; the lists behind them are reached from their rows."""
    return render(request, "documents/reports/index.html", {"reports": [r for r in REPORTS.values() if not r.parent]})


@access.servant
@require_safe
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
    return exports.export_response(request, page.sheet(), kind=kind, total=page.total, name=page.file_slug)


def _page(request, slug) -> ReportPage:
    if slug not in REPORTS:
        raise Http404
    return ReportPage(REPORTS[slug], request.actor, request.GET)
