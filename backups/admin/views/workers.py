"""Trabajadores: what each process does now, and «terminar con calma» (backups §3.11)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from backups.admin.drawing import draw, require_operator
from backups.admin.keys import row_or_404
from backups.models import Worker
from backups.services import operating
from quipux import access, clock
from quipux.web import formatting
from quipux.web.components import Tag

SILENT_AFTER = timedelta(minutes=2)
MEGABYTE = 10**6


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def workers(request):
    """The processes as they last told of themselves."""
    if request.method == "POST":
        actor = require_operator(request, "terminar-trabajador")
        worker = row_or_404(Worker.objects.all(), request.POST.get("trabajador", ""))
        operating.stop_worker(worker, actor=actor)
        messages.success(request, f"El proceso {worker.name} termina la parte en curso y no toma otra.")
        return redirect("admin:sge:workers")
    rows = Worker.objects.select_related("part__backup__request").order_by("name")
    now = clock.now()
    return draw(
        request, "admin/backups/workers.html", {"workers": [(one, _state(one, now), _figures(one)) for one in rows]}
    )


def _state(worker, now):
    """A process tells of itself only while it has a part: silence means something only then."""
    if worker.part and now - worker.seen_at > SILENT_AFTER:
        return Tag("Sin señal", "red")
    if worker.stop_asked_at:
        return Tag("Terminando", "orange") if worker.part else Tag("En reposo", "orange")
    return Tag("Trabajando", "blue") if worker.part else Tag("En espera")


def _figures(worker):
    """Averages since the process began."""
    seconds = max((worker.seen_at - worker.started_at).total_seconds(), 1)
    return [("Última señal", worker.seen_at), ("Inicio", worker.started_at), ("Ahora", _work(worker.part)),
            ("Documentos por segundo (promedio)", formatting.decimal_text(worker.documents / seconds, 1)),
            ("MB por segundo (promedio)", formatting.decimal_text(worker.bytes / seconds / MEGABYTE, 1)),
            ("Memoria", formatting.size_text(worker.memory))]  # fmt: skip


def _work(part):
    return f"Solicitud No. {part.backup.request.number}, parte {part.number}" if part else "sin trabajo"
