"""Reports of the platform and of one institution: reading is for every reader of the SGE, taking the file away is an act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from institutions.implantation.permissions import REVIEW
from institutions.models import Institution
from institutions.reports import background
from institutions.reports.page import ReportPage
from institutions.reports.shape import Reach, known
from quipux import access, exports, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

COLUMNS = [Column(label) for label in ("Nombre", "Sigla", "Ambiente", "Estado")]
LATER = "El reporte se está generando. Le avisaremos por correo cuando esté listo; puede cerrar esta página."
INDEX = [Column("Reporte"), Column("Contenido")]


@access.operator
@require_safe
def platform(request):
    """Every report of the platform."""
    rows = [[Link(one.title, reverse("admin:reports:platform_report", args=[one.slug])), one.explained]
            for one in known(of_platform=True).values()]  # fmt: skip
    return _index(request, "Reportes de la plataforma", rows)


def _index(request, title, rows):
    context = {"heading": title, "columns": INDEX, "rows": rows, "page": None}
    return draw(request, "admin/reportes/index.html", context, site=site)


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def platform_report(request, slug):
    """One of them; a POST takes it away as a file."""
    found = known(of_platform=True).get(slug)
    if found is None:
        raise Http404
    return _report(request, ReportPage(found, Reach(None), request.GET))


def _report(request, page):
    if request.method == "POST":
        actor = operators.require(request, REVIEW, act=f"reporte {page.report.slug}")
        kind = request.POST.get("formato", "")
        if kind in exports.Kind.values and background.is_large(len(page.lines), kind):
            messages.success(request, LATER)
            return redirect(background.ask_as_operator(page, kind, actor))
        return page.export(request, kind, actor=actor)
    return draw(request, "admin/reportes/report.html", page.context(), site=site)


@access.operator
@require_safe
def institutions(request):
    """The institutions, by name."""
    page = numbered(Institution.objects.order_by("name", "pk"), request.GET)
    rows = [[Link(one.name, reverse("admin:reports:institution", args=[one.uuid])), one.sigla,
             one.get_environment_display(), one.get_state_display()] for one in page.rows]  # fmt: skip
    context = {"heading": "Reportes por institución", "columns": COLUMNS, "rows": rows, "page": page}
    return draw(request, "admin/reportes/index.html", context, site=site)


def _institution_or_404(uuid) -> Institution:
    found = Institution.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@access.operator
@require_safe
def institution(request, uuid):
    """What may be read of one institution: never a document."""
    found = _institution_or_404(uuid)
    rows = [[Link(one.title, reverse("admin:reports:institution_report", args=[found.uuid, one.slug])), one.explained]
            for one in known().values()]  # fmt: skip
    return _index(request, found.name, rows)


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def institution_report(request, uuid, slug):
    """One report of one institution, cédulas masked."""
    found, chosen = _institution_or_404(uuid), known().get(slug)
    if chosen is None:
        raise Http404
    return _report(request, ReportPage(chosen, Reach(found), request.GET))
