"""«Reportes» of the institution, for who works in it (institutions §14)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from institutions.reports import background
from institutions.reports.page import ReportPage
from institutions.reports.shape import known, reach_of
from quipux import access, exports

LATER = "El reporte se está generando. Le avisaremos cuando esté listo; puede cerrar esta página."


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
    """The same as a file; a long one is made apart and announced."""
    page, kind = _page(request, slug), request.POST.get("formato", "")
    if kind in exports.Kind.values and background.is_large(len(page.lines), kind):
        messages.success(request, LATER)
        return redirect(background.ask(page, kind, request.actor))
    return page.export(request, kind)
