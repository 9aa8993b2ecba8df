"""The mails of backups: number, dates, state, comment and a link to our page (backups §7)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from backups.models import Backup, BackupRequest
from backups.validity import last_day, validity_days
from quipux import clock
from quipux.outbox.services import queue_mail


def ready(request: BackupRequest, backup: Backup, *, omissions: int) -> None:
    """«generado»: once per request, whatever happens (I2)."""
    lines = [
        "La generación de respaldos ha sido realizada.",
        f"Puede descargarlo hasta el {last_day(backup.expires_at)} 23:59 (GMT-5). Ingrese al sistema; este enlace no sirve sin su usuario.",
        f"Recuerde que tiene {validity_days(request.kind)} días para descargar su respaldo.",
    ]
    if omissions:
        lines.append(f"Se respaldaron {backup.documents_packed} de {backup.documents_planned} documentos; "
                     f"{omissions} omisiones. Vea la lista en la página.")  # fmt: skip
    _queue(f"generado-{request.uuid}", request, f"QUIPUX: su respaldo No. {request.number} está listo", lines,
           reverse("backups:download", args=[request.uuid]))  # fmt: skip


def expired_untouched(request: BackupRequest, backup: Backup) -> None:
    """«venció», when some part was never downloaded."""
    lines = [
        f"La vigencia terminó el {last_day(backup.expires_at)}. Los archivos se eliminaron. Puede solicitarlo otra vez."
    ]
    _queue(f"vencido-{request.uuid}", request, f"QUIPUX: el respaldo No. {request.number} venció", lines,
           reverse("backups:detail", args=[request.uuid]))  # fmt: skip


def deleted(request: BackupRequest, *, by: str, comment: str) -> None:
    """«eliminada», to who asked, unless it was the own act."""
    lines = ["Se ha realizado un cambio de estado de la solicitud de respaldo de documentos.", f"Eliminado por: {by}.",
             f"Comentario: {comment}"]  # fmt: skip
    _queue(f"eliminada-{request.uuid}", request, f"QUIPUX: Solicitud de Respaldo No. {request.number} eliminada", lines,
           reverse("backups:detail", args=[request.uuid]))  # fmt: skip


def alert(key: str, reason: str, lines: list[str]) -> None:
    """To the operators; silent when no address is configured."""
    text = "\n".join([*lines, "", f"{settings.QUIPUX_PUBLIC_URL}/admin/"])
    queue_mail(key=f"alerta-{key}", to=settings.QUIPUX_ALERT_EMAIL or "",
               subject=f"QUIPUX: alerta de respaldos: {reason}", text=text)  # fmt: skip


def _queue(key, request, subject, lines, path):
    person, post = request.person, request.appointment
    context = {
        "greeting": f"{person.academic_title} {person.full_name}".strip(), "position": post.title, "lines": lines,
        "request": request, "link": settings.QUIPUX_PUBLIC_URL + path, "support": settings.QUIPUX_SUPPORT_EMAIL,
        "now": clock.now(),
    }  # fmt: skip
    queue_mail(key=key, to=post.notice_address, subject=subject,
               text=render_to_string("backups/mail/request.txt", context),
               html=render_to_string("backups/mail/request.html", context))  # fmt: skip
