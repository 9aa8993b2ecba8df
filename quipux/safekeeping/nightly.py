"""The copy that the clock asks for, and how the operators learn that one is missing (safety §11, §13)."""

from datetime import timedelta

from django.conf import settings

from quipux import clock
from quipux.alarms import services as alarms
from quipux.alarms.runbooks import Runbook, named
from quipux.alarms.watches import unless
from quipux.outbox.services import queue_mail
from quipux.runs.models import JobRun
from quipux.safekeeping.errors import SafekeepingError
from quipux.safekeeping.making import Made, make_copy
from quipux.web import health

JOB, DRILL = "copy_system", "drill_restore"
LONGEST_PAUSE = timedelta(hours=26)


def is_on() -> bool:
    """Whether somebody said where the copies go; otherwise the site copies its servers by its own means."""
    return bool(settings.QUIPUX_SYSTEM_BACKUP_FOLDER)


def copy() -> Made | None:
    """Make tonight's copy if copies are wanted; whatever it could not keep is told.

    Raises:
        SafekeepingError, OSError: it could not be made; the operators are told.
    """
    if not is_on():
        return None
    try:
        made = make_copy()
    except (SafekeepingError, OSError) as error:
        _tell("no se pudo hacer la copia de seguridad", [str(error)])
        raise
    if made.manifest.faults:
        _tell("la copia de seguridad no está completa", made.manifest.faults[:20])
    return made


def _tell(what: str, lines: list[str]) -> None:
    queue_mail(key=f"alerta-copia-{clock.today()}", to=settings.QUIPUX_ALERT_EMAIL or "", subject=f"QUIPUX alerta: {what}",
               text="\n\n".join([*lines, named(Runbook.COPY)]))  # fmt: skip


def _check() -> None:
    row = JobRun.objects.filter(name=JOB, last_ended_at__gt=clock.now() - LONGEST_PAUSE)
    if is_on() and not row.exists():
        raise health.UnhealthyError("no copy of the system was made lately")


def register() -> None:
    health.register_night_check("copia de seguridad", _check)
    alarms.register("copia", "falta la copia de seguridad", Runbook.COPY,
                    unless("copia de seguridad", "No hay una copia de seguridad de las últimas 26 horas.", _check))  # fmt: skip
