"""The figures of Integridad (backups §3.11)."""

from datetime import datetime, timedelta

from django.urls import reverse

from backups import history
from backups.models import BackupPart
from backups.states import BackupState
from quipux import clock
from quipux.history.models import Entry
from quipux.outbox.models import Mail, MailState
from quipux.runs import services as runs
from quipux.runs.models import JobRun
from quipux.web import formatting
from quipux.web.components import Link, Tag

CHECK = "check_integrity"
MONTH = timedelta(days=30)
SHOWN = 20  # failed mails
GUARDED = ("expire", "purge")  # jobs that stop by themselves after a long silence (backups §6.2)
JOBS = {
    "expire_registrations": "Registros de ciudadanos caducados",
    "remind_validations": "Recordatorio de cambios de datos",
    "expire_role_grants": "Propuestas de rol caducadas",
    "finish_merges": "Unificaciones definitivas",
    "keep_agreement": "Versiones del acuerdo de uso de ciudadanos",
    "sample_status": "Estado del servicio",
    "end_notices": "Término de alertas y bloqueos",
    "check_integrity": "Comprobación de integridad", "expire": "Fin de la vigencia", "purge": "Borrado físico",
    "clean_storage": "Limpieza del almacenamiento", "sweep_leases": "Recuperación de trabajos",
    "schedule_requests": "Asignación de noches", "dispatch_due": "Inicio de respaldos",
    "retry_failed": "Reintento de fallidos", "remind": "Recordatorios", "send_due": "Envío de correos",
}  # fmt: skip
COUNTS = {
    "parts": "partes",
    "damaged": "dañadas",
    "files": "archivos",
    "bad_files": "archivos con daño",
    "count": "hechos",
}


def check_rows(now: datetime) -> list[tuple]:
    """Last run, parts checked, failures, repairs."""
    live = BackupPart.objects.filter(backup__state=BackupState.GENERATED, backup__expires_at__gt=now)
    checked = live.filter(checked_at__gte=now - timedelta(days=1)).count()
    repaired = Entry.objects.filter(subject_kind="backup_request", action=history.REPAIRED, at__gte=now - MONTH).count()
    run = JobRun.objects.filter(name=CHECK).first()
    return [
        ("Última comprobación", run.last_ended_at if run and run.last_ended_at else "todavía ninguna"),
        ("Partes comprobadas en 24 horas", f"{checked} de {live.count()}"),
        ("Con daño ahora", str(live.exclude(damaged_at=None).count())),
        ("Reparaciones (30 días)", str(repaired)),
    ]  # fmt: skip


def damaged_rows() -> list[list]:
    """Parts of available backups that are not sound now."""
    rows = BackupPart.objects.filter(backup__state=BackupState.GENERATED).exclude(damaged_at=None)
    return [[_link(part.backup.request), str(part.number), part.damaged_at, Tag("Dañada", "red")]
            for part in rows.select_related("backup__request").order_by("damaged_at", "pk")]  # fmt: skip


def _link(request):
    return Link(str(request.number), reverse("admin:sge:request", args=[request.uuid]))


def job_rows() -> list[list]:
    """Every periodic job that ever ran, in words."""
    return [[job_label(job.name), job.last_ended_at, job.last_failed_at, _counts(job.result), str(job.runs), str(job.failures)]
            for job in JobRun.objects.order_by("name")]  # fmt: skip


def job_label(name: str) -> str:
    return JOBS.get(name, name.replace("_", " "))


def _counts(result):
    return ", ".join(f"{formatting.count_text(number)} {COUNTS.get(name, name)}" for name, number in result.items())


def stopped_jobs() -> list[tuple[str, str]]:
    """Jobs that delete and wait for an operator's word: name and label."""
    found = []
    for name in GUARDED:
        try:
            runs.check_recent(name)
        except runs.TooLongSilent:
            found.append((name, job_label(name)))
    return found


def mail_rows(now: datetime) -> list[tuple]:
    """How old the outbox is, and what did not arrive."""
    queued = Mail.objects.filter(state=MailState.QUEUED)
    oldest = queued.order_by("created_at").first()
    age = formatting.duration_text((now - clock.local(oldest.created_at)).total_seconds()) if oldest else "vacía"
    failed = Mail.objects.filter(state=MailState.FAILED).count()
    return [("Correos en cola", formatting.count_text(queued.count())), ("El más antiguo espera", age),
            ("No entregados", formatting.count_text(failed))]  # fmt: skip


def failed_mails(since: datetime) -> list[list]:
    """The newest that could not be delivered; addresses are nobody's business here."""
    rows = Mail.objects.filter(state=MailState.FAILED, created_at__gte=since).order_by("-created_at")[:SHOWN]
    return [[mail.created_at, mail.subject, str(mail.attempts), mail.last_error] for mail in rows]
