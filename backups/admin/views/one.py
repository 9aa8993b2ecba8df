"""One request for the SGE: state, Recorrido, progress, omissions; never content, never bytes (backups §8)."""

from django.views.decorators.http import require_safe

from backups.admin import sheets
from backups.admin.drawing import draw
from backups.admin.finding import request_of
from quipux import access


@access.operator
@require_safe
def detail(request, uuid):
    """What is known of the request and of its build, with the acts that are possible now."""
    found = request_of(uuid)
    return draw(request, "admin/backups/request.html", sheets.head_of(found, current="request") | sheets.data_of(found))


@access.operator
@require_safe
def history(request, uuid):
    """Recorrido with the reference codes that only the SGE reads (backups §3.6)."""
    found = request_of(uuid)
    context = {"columns": sheets.HISTORY_COLUMNS, "entries": sheets.history_entries(found),
               "caption": f"Recorrido de la Solicitud No. {found.number}"}  # fmt: skip
    return draw(request, "admin/backups/history.html", sheets.head_of(found, current="history") | context)


@access.operator
@require_safe
def omissions(request, uuid):
    """Number and reason of what is not in the archive; no file names (backups §3.10)."""
    found = request_of(uuid)
    context = {"columns": sheets.OMISSION_COLUMNS, "rows": sheets.omission_rows(found)}
    return draw(request, "admin/backups/omissions.html", sheets.head_of(found, current="omissions") | context)
