"""What the operation of the machines tells on the Tablero: mails, health, the last copy and the last drill."""

from collections.abc import Iterator
from datetime import datetime

from quipux.administration.waiting import Queue
from quipux.alarms.models import Alarm
from quipux.outbox.models import Mail, MailState
from quipux.runs.models import JobRun
from quipux.safekeeping import nightly
from quipux.web import formatting
from quipux.web.health import report_of_the_night


def of_the_machines(now: datetime) -> Iterator[Queue]:
    queued = Mail.objects.filter(state=MailState.QUEUED).count()
    failed = Mail.objects.filter(state=MailState.FAILED).count()
    broken = [name for name, state in report_of_the_night()["partes"].items() if state != "bien"]
    alarms = sorted(set(Alarm.objects.filter(ended_at=None).values_list("reason", flat=True)))
    yield Queue("Alarmas abiertas", len(alarms), note=", ".join(alarms), is_urgent=bool(alarms))
    yield Queue("Correos por salir", queued)
    yield Queue("Correos que nadie recibió", failed, is_urgent=bool(failed))
    yield Queue("Partes del trabajo periódico con falla", len(broken), note=", ".join(broken), is_urgent=bool(broken))
    ends = dict(JobRun.objects.filter(name__in=(nightly.JOB, nightly.DRILL)).values_list("name", "last_ended_at"))
    if nightly.is_on():
        for name, label in (
            (nightly.JOB, "Última copia de seguridad"),
            (nightly.DRILL, "Último simulacro de restauración"),
        ):
            at = ends.get(name)
            yield Queue(
                label, int(at is not None), note=formatting.timestamp_text(at) if at else "nunca", is_urgent=at is None
            )
