"""Actions of a request's Recorrido and their Spanish sentences (backups §2.2)."""

from django.apps import apps

from quipux.history import actions, subjects

CREATED, SENT, APPROVED, MODIFIED, DELETED = "created", "sent", "approved", "modified", "deleted"
SCHEDULED, STARTED, PAUSED, RESUMED = "scheduled", "started", "paused", "resumed"
FAILED, GENERATED, REPAIRED = "failed", "generated", "repaired"
DOWNLOADED, SUPPORT_ASKED, EXPIRED, PURGED = "downloaded", "support_asked", "expired", "purged"
EXTENDED, HANDED_OVER = "extended", "handed_over"
SUPPORT_ANSWERED, DOCUMENT_RETRIED = "support_answered", "document_retried"

actions.register("backup_request", {
    CREATED: "Solicitud creada",
    SENT: "Solicitud enviada",
    APPROVED: "Solicitud aprobada",
    MODIFIED: "Solicitud modificada",
    DELETED: "Solicitud eliminada",
    SCHEDULED: "Respaldo calendarizado",
    STARTED: "Respaldo en ejecución",
    PAUSED: "Respaldo detenido",
    RESUMED: "Respaldo reanudado",
    FAILED: "Respaldo con error",
    GENERATED: "Respaldo generado",
    REPAIRED: "Respaldo reparado",
    DOWNLOADED: "Descarga de respaldo",
    SUPPORT_ASKED: "Solicitud de descarga",
    EXPIRED: "Eliminación automática de respaldo",
    PURGED: "Respaldo Físico Eliminado",
    EXTENDED: "Vigencia extendida",
    HANDED_OVER: "Entrega al ciudadano",
    SUPPORT_ANSWERED: "Solicitud de descarga respondida",
    DOCUMENT_RETRIED: "Documento reintentado",
})  # fmt: skip


def scheduled_comment(night, reason: str = "") -> str:
    """The fixed comment of «Respaldo calendarizado» (T5), and the reason of who moved it (T6)."""
    motive = f". Motivo: {reason}" if reason else ""
    return f"Se cambia fecha de ejecución de respaldo a: {night.isoformat()}{motive}"


def generated_comment(included: int, planned: int, omissions: int) -> str:
    """Empty when nothing is missing (T14)."""
    return f"Se respaldaron {included} de {planned} documentos; {omissions} omisiones." if omissions else ""


def expired_comment(days: int) -> str:
    return f"Los {days} días de vigencia han expirado."


def purged_comment(files: int, bytes: int, days: int) -> str:
    return f"Se eliminaron {files} archivos ({bytes} bytes). Regla: vigencia de {days} días."


def downloaded_comment(part: int, parts: int) -> str:
    return f"El usuario ingresó a la descarga de su respaldo. Parte {part} de {parts}."


def answered_comment(answer: str) -> str:
    """The answer of an operator to «Aquí» (T17)."""
    return f"Respuesta enviada por correo electrónico: {answer}"


def repaired_comment(part: int, parts: int, end=None) -> str:
    """Which part is whole again and, when all are, the last day of the validity (T23)."""
    moved = f" La vigencia se extiende hasta el {end}." if end else ""
    return f"Se reparó la parte {part} de {parts}, con los mismos bytes.{moved}"


def support_comment(reason: str) -> str:
    """The fixed sentence of «Solicitud de descarga» (T17)."""
    return f"Solicitud de descarga de respaldo enviada al correo electrónico de la SGE. Motivo: {reason}"


def handed_over_comment(receiver: str, day) -> str:
    return f"Entregado a {receiver} el {day.isoformat()}."


EMPTY_COMMENT = "No quedaron documentos en el período solicitado al momento de generar el respaldo."


def _by_number(text):
    number = text.removeprefix("No.").strip()
    rows = (
        apps.get_model("backups", "BackupRequest").objects.filter(number=number)
        if number.isdigit() and len(number) < 16
        else ()
    )
    return [("backup_request", row.uuid) for row in rows]


subjects.register({"backup_request": "Solicitud de respaldo"}, _by_number)
