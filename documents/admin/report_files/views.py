"""The list of an operator's long reports, and one of them byte for byte."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents import workshop
from documents.models import ReportFile
from documents.reports import rows
from institutions.implantation.permissions import REVIEW
from quipux import access, clock, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.files.delivery import deliver


@access.operator
@require_safe
def files(request):
    """Hers of the last seven days; who may take none reads an empty list."""
    own = ReportFile.objects.filter(user=request.user, appointment=None).order_by("-asked_at")[: rows.MOST]
    lines = [rows.line(one, reverse("admin:report_files:file", args=[one.uuid])) for one in own]
    context = {"heading": "Reportes de la plataforma generados", "columns": rows.COLUMNS, "rows": lines, "page": None}
    return draw(request, "admin/reportes/files.html", context, site=site)


@access.operator
@require_safe
def file(request, uuid):
    """Of somebody else, unfinished and expired ones do not exist; the right is asked again."""
    operators.require(request, REVIEW, act="reporte generado")
    own = ReportFile.objects.filter(user=request.user, appointment=None, file__isnull=False)
    found = own.filter(uuid=uuid, finished_at__gt=clock.now() - workshop.KEPT).select_related("file").first()
    if found is None:
        raise Http404
    return deliver(request, storage_alias="default", key=found.file.key, size=found.file.size, sha256=found.file.sha256,
                   filename=rows.file_name(found), media_type=found.file.media_type, last_modified=found.finished_at)  # fmt: skip
