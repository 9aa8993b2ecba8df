"""«Reportes» of the institution, for who works in it (institutions §14)."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from institutions.reports.page import ReportPage
from institutions.reports.shape import known, reach_of
from quipux import access


@access.titular
@require_safe
def index(request):
    """Every report, and how far this person sees."""
    reach = reach_of(request.actor)
    return render(request, "institutions/reports/index.html", {
        "reports": known().values(), "is_whole": reach.areas is None})  # fmt: skip


def _page(request, slug) -> ReportPage:
    report = known().get(slug)
    if report is None:
        raise Http404
    return ReportPage(report, reach_of(request.actor), request.GET)


@access.titular
@require_safe
def report(request, slug):
    """One report of what the person reaches."""
    return render(request, "institutions/reports/report.html", _page(request, slug).context())


@access.titular
@require_POST
def export(request, slug):
    """The same as a file."""
    return _page(request, slug).export(request, request.POST.get("formato", ""))
