"""Almacenamiento: space, use by institution, what waits to be removed, what nobody names (backups §3.11)."""

from django.views.decorators.http import require_safe

from backups import room
from backups.admin import storage as figures
from backups.admin.drawing import draw
from backups.services import expiring
from quipux import access, clock
from quipux.web import formatting
from quipux.web.components import Column

COLUMNS = (Column("Institución"), Column("Respaldos", numeric=True), Column("Tamaño", numeric=True))


@access.operator
@require_safe
def storage(request):
    """The disk now; «Contar huérfanos» walks the store, so it is asked for."""
    orphans = expiring.clean_storage(dry_run=True) if "huerfanos" in request.GET else None
    backups, size = figures.waiting_for_purge()
    data = [("Archivos en preparación", formatting.count_text(figures.staged())),
            ("Por borrar", f"{formatting.count_text(backups)} respaldos eliminados, {formatting.size_text(size)}"),
            ("Huérfanos (se esperan 0)", "sin contar" if orphans is None else formatting.count_text(len(orphans)))]  # fmt: skip
    context = {"disk": figures.disk_rows(room.measure(), clock.now()), "data": data, "columns": COLUMNS,
               "rows": figures.by_institution(), "counted": orphans is not None}  # fmt: skip
    return draw(request, "admin/backups/storage.html", context)
