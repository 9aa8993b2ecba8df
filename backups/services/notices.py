"""The mails of backups: number, dates, state, comment and a link to our page (backups §7).

One per event and person, whatever happens: the key names the event, and the database refuses a second row.
"""

import hashlib
import logging
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from backups.models import Backup, BackupRequest, SupportQuestion
from backups.recipients import recipients_of
from backups.states import Kind
from backups.validity import last_day, validity_days
from quipux import clock
from quipux.alarms.runbooks import Runbook, named
from quipux.outbox.services import queue_mail

logger = logging.getLogger("quipux.backups")
DELIVER_IT = "Es responsabilidad del AIQ entregarlo al ciudadano requirente."


def ready(request: BackupRequest, backup: Backup, *, omissions: int) -> None:
    """«generado»: once per request, whatever happens (I2)."""
    personal = request.kind == Kind.PERSONAL
    whose = "su" if personal else "el"
    lines = [
        "La generación de respaldos ha sido realizada.",
        f"{_until(backup)} Ingrese al sistema; este enlace no sirve sin su usuario.",
        f"Recuerde que tiene {validity_days(request.kind)} días para descargar {whose} respaldo.",
    ]
    if omissions:
        lines.append(f"Se respaldaron {backup.documents_packed} de {backup.documents_planned} documentos; "
                     f"{omissions} omisiones. Vea la lista en la página.")  # fmt: skip
    if not personal:
        lines.append(DELIVER_IT)
    _queue(f"generado-{request.uuid}", request, f"{whose} respaldo No. {request.number} está listo", lines,
           to_download=True)  # fmt: skip


def half_way(request: BackupRequest, backup: Backup, *, missing: int) -> int:
    """Half of the validity has passed and some part was not taken, once per request; gives how many were queued."""
    end = last_day(backup.expires_at)
    lines = [f"Su respaldo vence el {end} a las 23:59 (GMT-5). {_still_missing(missing, backup)}"]
    return _queue(f"mitad-{request.uuid}", request, f"su respaldo No. {request.number} vence el {end}", lines,
                  to_download=True)  # fmt: skip


def last_chance(request: BackupRequest, backup: Backup, *, missing: int) -> int:
    """The last day, and some part was not taken; a validity that moved has another last day. Gives how many."""
    lines = [f"Su respaldo vence hoy a las 23:59 (GMT-5). {_still_missing(missing, backup)}"]
    key = f"ultimo-dia-{request.uuid}-{last_day(backup.expires_at)}"
    return _queue(key, request, f"su respaldo No. {request.number} vence hoy", lines, to_download=True)


def expired_untouched(request: BackupRequest, backup: Backup) -> None:
    """«venció», when some part was never downloaded."""
    lines = [
        f"La vigencia terminó el {last_day(backup.expires_at)}. Los archivos se eliminaron. Puede solicitarlo otra vez."
    ]
    _queue(f"vencido-{request.uuid}", request, f"el respaldo No. {request.number} venció", lines)


def deleted(request: BackupRequest, *, by: str, comment: str, actor=None) -> None:
    """«eliminada», to who asked, unless it was the own act.

    Args:
        by: name of the person who deleted, or «Sistema».
        actor: the same person; none for Sistema.
    """
    lines = ["Se ha realizado un cambio de estado de la solicitud de respaldo de documentos.", f"Eliminado por: {by}.",
             f"Comentario: {comment}"]  # fmt: skip
    _queue(f"eliminada-{request.uuid}", request, f"Solicitud de Respaldo No. {request.number} eliminada", lines,
           actor=actor)  # fmt: skip


def new_night(request: BackupRequest, night: date, *, actor=None) -> None:
    """The night moved beyond the promise, or a failed build is tried again (T13); once per night."""
    lines = [f"Su respaldo se generará la noche del {night}. No necesita hacer nada."]
    _queue(f"noche-{request.uuid}-{night}", request, f"nueva fecha para su respaldo No. {request.number}", lines,
           actor=actor)  # fmt: skip


def in_repair(request: BackupRequest, *, since) -> None:
    """A part is damaged; once per outage, which its first instant names (T23)."""
    lines = ["Encontramos un daño en una parte y la estamos generando otra vez."]
    _queue(f"reparacion-{request.uuid}-{_instant(since)}", request,
           f"su respaldo No. {request.number} está en reparación", lines)  # fmt: skip


def repaired(request: BackupRequest, backup: Backup, *, since) -> None:
    """Every part is whole again (T23)."""
    lines = [_until(backup)]
    _queue(f"reparado-{request.uuid}-{_instant(since)}", request,
           f"su respaldo No. {request.number} está disponible nuevamente", lines, to_download=True)  # fmt: skip


def lost(request: BackupRequest, *, since) -> None:
    """A part cannot be made again: who was told to wait is told to ask (backups §3.8)."""
    lines = ["Su respaldo no se encuentra disponible, por favor solicite nuevamente."]
    _queue(f"perdido-{request.uuid}-{_instant(since)}", request,
           f"su respaldo No. {request.number} no se encuentra disponible", lines)  # fmt: skip


def _until(backup):
    return f"Puede descargarlo hasta el {last_day(backup.expires_at)} 23:59 (GMT-5)."


def _still_missing(missing, backup):
    of = f"de {backup.parts_count} partes por descargar."
    return f"Falta 1 {of}" if missing == 1 else f"Faltan {missing} {of}"


def _instant(since):
    return clock.local(since).strftime("%Y%m%d%H%M%S%f")


def support_asked(question: SupportQuestion) -> None:
    """Who could not download, and why, to the support address (T17)."""
    request, person = question.request, question.person
    context = {
        "greeting": settings.QUIPUX_OPERATOR_NAME, "position": "", "request": request, "now": question.asked_at,
        "lines": ["Solicitud para descargar respaldos de usuario.", f"Solicitante: {person.full_name}",
                  f"Motivo: {question.reason}"],
        "link": f"{settings.QUIPUX_PUBLIC_URL}{settings.QUIPUX_ADMIN_PATH}", "support": settings.QUIPUX_SUPPORT_EMAIL,
    }  # fmt: skip
    queue_mail(key=f"soporte-{question.pk}", to=settings.QUIPUX_SUPPORT_EMAIL or "",
               subject=f"QUIPUX: Solicitud para Descarga de Respaldo No. {request.number}",
               text=render_to_string("backups/mail/request.txt", context),
               html=render_to_string("backups/mail/request.html", context))  # fmt: skip


def support_answered(question: SupportQuestion) -> None:
    """The operator's answer, to the person who asked (T17)."""
    request = question.request
    posts = [post for post in (request.sent_by, request.appointment) if post and post.person_id == question.person_id]
    context = {
        "greeting": f"{question.person.academic_title} {question.person.full_name}".strip(),
        "position": posts[0].title if posts else "", "request": request, "support": settings.QUIPUX_SUPPORT_EMAIL,
        "lines": ["Respuesta a su solicitud de descarga de respaldo:", question.answer], "now": clock.now(),
        "link": settings.QUIPUX_PUBLIC_URL + reverse("backups:download", args=[request.uuid]),
    }  # fmt: skip
    queue_mail(key=f"soporte-respuesta-{question.pk}", to=posts[0].notice_address if posts else question.person.verified_email,
               subject=f"QUIPUX: respuesta a su solicitud de descarga del respaldo No. {request.number}",
               text=render_to_string("backups/mail/request.txt", context),
               html=render_to_string("backups/mail/request.html", context))  # fmt: skip


def alert(key: str, reason: str, lines: list[str], *, runbook: Runbook) -> None:
    """To the operators, once per ``key``; the log carries the same code, also when no address is configured.

    For what happens once. What begins and ends is a watch (`backups.watches`).
    """
    code = hashlib.sha256(key.encode()).hexdigest()[:8].upper()
    logger.error("backup_alert", extra={"code": code, "alert": key})
    text = "\n".join(
        [*lines, named(runbook), "", f"Código: {code}", f"{settings.QUIPUX_PUBLIC_URL}{settings.QUIPUX_ADMIN_PATH}"]
    )
    queue_mail(key=f"alerta-{key}", to=settings.QUIPUX_ALERT_EMAIL or "",
               subject=f"QUIPUX: alerta de respaldos: {reason}", text=text)  # fmt: skip


def _queue(key, request, subject, lines, *, to_download=False, actor=None):
    """One row per recipient; whoever did the act already knows of it. Gives how many rows were added."""
    page = reverse("backups:download" if to_download else "backups:detail", args=[request.uuid])
    doer = actor.identity().user_id if actor else None
    people, added = recipients_of(request), 0
    for one in people:
        if one.user.pk == doer:
            continue
        context = {
            "greeting": one.greeting, "position": one.position, "lines": lines, "request": request,
            "link": settings.QUIPUX_PUBLIC_URL + page, "support": settings.QUIPUX_SUPPORT_EMAIL, "now": clock.now(),
        }  # fmt: skip
        added += queue_mail(key=key if one is people[0] else f"{key}-{one.user.pk}", to=one.address,
                            subject=f"QUIPUX: {subject}", text=render_to_string("backups/mail/request.txt", context),
                            html=render_to_string("backups/mail/request.html", context))  # fmt: skip
    return added
