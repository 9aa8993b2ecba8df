"""Integridad: the last reading of the stored parts, repairs, jobs and mails (backups §3.11)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from backups.admin import integrity as figures
from backups.admin.drawing import draw, require_operator
from quipux import access, clock, jobs
from quipux.errors import NotFound
from quipux.runs import services as runs
from quipux.runs.models import JobRun
from quipux.web.components import Column

MONTH = timedelta(days=30)
DAMAGE_COLUMNS = (
    Column("Solic.", "Número de solicitud"),
    Column("Parte", numeric=True),
    Column("Desde"),
    Column("Estado"),
)
JOB_COLUMNS = (Column("Trabajo"), Column("Último fin"), Column("Última falla"), Column("Resultado"),
               Column("Corridas", numeric=True), Column("Fallas", numeric=True))  # fmt: skip
MAIL_COLUMNS = (Column("Creado"), Column("Asunto"), Column("Intentos", numeric=True), Column("Último error"))


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def integrity(request):
    """What the checks found; «Verificar ahora» rings for one."""
    if request.method == "POST":
        return _act(request)
    now = clock.now()
    context = {
        "checks": figures.check_rows(now), "mails": figures.mail_rows(now), "damage_columns": DAMAGE_COLUMNS,
        "damaged": figures.damaged_rows(), "job_columns": JOB_COLUMNS, "jobs": figures.job_rows(),
        "mail_columns": MAIL_COLUMNS, "failed_mails": figures.failed_mails(now - MONTH),
        "stopped": figures.stopped_jobs(),
    }  # fmt: skip
    return draw(request, "admin/backups/integrity.html", context)


def _act(request):
    if "confirmar" in request.POST:
        return _confirm(request, request.POST["confirmar"])
    require_operator(request, "verificar-integridad")
    jobs.ring("backups.tasks.check_integrity")
    messages.success(request, "La comprobación empieza ahora; su resultado aparece en esta página.")
    return redirect("admin:sge:integrity")


def _confirm(request, name):
    actor = require_operator(request, "confirmar-trabajo")
    if not JobRun.objects.filter(name=name).exists():
        raise NotFound("No encontramos ese trabajo.")
    runs.confirm(name, by=actor.user.full_name)
    messages.success(request, "El trabajo puede continuar en su próxima hora.")
    return redirect("admin:sge:integrity")
