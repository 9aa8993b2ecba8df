"""How the work stands when somebody asks: gauges that the apps register, each one query or two."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min
from prometheus_client.core import GaugeMetricFamily

from quipux import clock
from quipux.accesslog.models import AccessEntry, Event, Result
from quipux.outbox.models import Mail, MailState
from quipux.runs.models import JobRun

logger = logging.getLogger("quipux.metrics")
LATELY = timedelta(minutes=5)
Values = dict[str, float]


@dataclass(frozen=True)
class Figure:
    """One gauge.

    Attributes:
        name: without the prefix of the product.
        label: name of its one label, or empty.
        read: gives value of the label → number; an empty key where there is no label.
    """

    name: str
    help: str
    label: str
    read: Callable[[], Values]


def _mails() -> Values:
    found = Mail.objects.exclude(state=MailState.SENT).values_list("state").annotate(Count("pk"))
    return dict.fromkeys((MailState.QUEUED, MailState.FAILED), 0) | dict(found)


def _oldest_mail() -> Values:
    return {"": age(Mail.objects.filter(state=MailState.QUEUED).aggregate(at=Min("created_at"))["at"])}


def _jobs() -> Values:
    return {row.name: age(row.last_ended_at) for row in JobRun.objects.exclude(last_ended_at=None)}


def _failures() -> Values:
    return dict(JobRun.objects.values_list("name", "failures"))


def _logins() -> Values:
    recent = AccessEntry.objects.filter(at__gt=clock.now() - LATELY)
    events = {Event.LOGIN: "ingresos", Event.FAILURE: "fallos", Event.LOCK: "bloqueos"}
    counted = dict(recent.filter(event__in=events).values_list("event").annotate(Count("pk")))
    refused = recent.filter(event=Event.DENIED, result=Result.REFUSED).count()
    return {word: counted.get(event, 0) for event, word in events.items()} | {"denegados": refused}


def age(instant) -> float:
    """Seconds since ``instant``; 0 without one."""
    return max(0.0, (clock.now() - instant).total_seconds()) if instant else 0.0


FIGURES = [
    Figure("mails", "Correos por estado", "state", _mails),
    Figure("mail_oldest_seconds", "Espera del correo más antiguo de la cola", "", _oldest_mail),
    Figure("job_age_seconds", "Segundos desde el último fin de cada trabajo periódico", "job", _jobs),
    Figure("job_failures", "Fallas de cada trabajo periódico", "job", _failures),
    Figure("accesses_last_5_minutes", "Ingresos, fallos, bloqueos y rechazos", "event", _logins),
]


def register(name: str, help: str, read: Callable[[], Values], *, label: str = "") -> None:
    """Let an upper app add a gauge; no value of its label may name a person or a document."""
    if name not in {figure.name for figure in FIGURES}:
        FIGURES.append(Figure(name, help, label, read))


class Standing:
    """What `prometheus_client` collects at each question."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        failed = GaugeMetricFamily("quipux_figure_failed", "Cifras que no se pudieron leer", labels=["figure"])
        for figure in FIGURES:
            try:
                yield _family(figure)
            except Exception:  # one broken part must not hide the others; it is a figure itself
                logger.exception("metrics: %s", figure.name)
                failed.add_metric([figure.name], 1)
        yield failed


def _family(figure: Figure) -> GaugeMetricFamily:
    labels = [figure.label] if figure.label else []
    family = GaugeMetricFamily(f"quipux_{figure.name}", figure.help, labels=labels)
    for value, number in figure.read().items():
        family.add_metric([str(value)] if labels else [], number)
    return family
