"""What every installation watches, whatever its apps add (safety §13)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from quipux import clock
from quipux.alarms import answers
from quipux.alarms.runbooks import Runbook
from quipux.alarms.services import register
from quipux.calendar.models import DayOff
from quipux.outbox.models import Mail, MailState
from quipux.outbox.services import oldest_queued
from quipux.runs.models import JobRun
from quipux.web import health

Found = dict[str, list[str]]
LARGEST_CLOCK_DIFFERENCE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(minutes=5)  # of bells that ring every minute
LONGEST_IN_OUTBOX = timedelta(minutes=5)
MAILS_LOOKED_BACK = timedelta(days=3)
DECEMBER = 12


def register_own() -> None:
    register("correos", "los correos no salen", Runbook.MAIL, late_mails)
    register("correos-fallidos", "hay correos que nadie recibió", Runbook.MAIL, failed_mails)
    register("almacenamiento", "el almacenamiento no responde", Runbook.STORE,
             of_health("almacenamiento", "No se pudo escribir o leer en el almacenamiento."))  # fmt: skip
    register("cola", "el broker no responde", Runbook.BROKER,
             of_health("cola", "Redis no contesta: el trabajo espera en la base y los barridos lo retoman cuando vuelva."))  # fmt: skip
    register("trabajos", "el trabajo periódico está detenido", Runbook.WORKERS, silent_bells)
    register("reloj", "los relojes difieren", Runbook.CLOCK, clocks_apart)
    register("feriados", "faltan los feriados del año siguiente", Runbook.YEAR, next_holidays)
    register("recorrido", "el Recorrido no corresponde a sus huellas", Runbook.HISTORY, broken_history)
    register("errores", "las páginas responden con errores", Runbook.ERRORS, answers.too_many_errors)


def of_health(part: str, line: str) -> Callable[[], Found]:
    """A look made of a part of /salud/lista."""
    return unless(part, line, health.CHECKS[part])


def unless(part: str, line: str, check: Callable[[], None]) -> Callable[[], Found]:
    """A look made of a check of the health pages, which raises when its part fails; the log says how it failed."""
    return lambda: {} if health.works(part, check) else {"": [line]}


def late_mails() -> Found:
    oldest = oldest_queued()
    if oldest is None or oldest >= clock.now() - LONGEST_IN_OUTBOX:
        return {}
    return {"": ["El correo más antiguo de la cola espera más de 5 minutos."]}


def failed_mails() -> Found:
    """Given up after a day of attempts; it ends three days later, or when somebody sends them again."""
    failed = Mail.objects.filter(state=MailState.FAILED, created_at__gt=clock.now() - MAILS_LOOKED_BACK).count()
    return {"": [f"Correos sin entregar tras 24 horas de intentos: {failed}."]} if failed else {}


def silent_bells() -> Found:
    """The scheduler rings every minute and a worker answers; who was never rung is being installed."""
    row = JobRun.objects.filter(name="dispatch_due").exclude(last_ended_at=None).first()
    if row is None or row.last_ended_at >= clock.now() - LONGEST_PAUSE:
        return {}
    return {"": ["Nadie atiende desde hace más de 5 minutos: revise el planificador, los trabajadores y el broker."]}


def next_holidays() -> Found:
    """From 1 December on: what is decreed for each year is not known by any law (institutions §6.5)."""
    today = clock.today()
    if today.month < DECEMBER or DayOff.objects.filter(date__year=today.year + 1).exists():
        return {}
    return {
        "": [f"No hay ningún puente ni feriado local de {today.year + 1}: los plazos del año siguiente los necesitan."]
    }


def clocks_apart() -> Found:
    if abs(datetime.now(UTC) - clock.database_now()) <= LARGEST_CLOCK_DIFFERENCE:
        return {}
    return {"": ["El reloj del equipo y el de la base difieren en más de 5 minutos; vencer y borrar esperan."]}


def broken_history() -> Found:
    """What the last nightly walk found."""
    row = JobRun.objects.filter(name="verify_history").first()
    faults = row.result.get("faults", 0) if row else 0
    return {"": [f"Faltas encontradas en la última comprobación: {faults}."]} if faults else {}
