"""«Estado del servicio»: sampled every minute by a job, so that the page itself asks for one row (accounts-portal §11)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from quipux import clock
from quipux.portal.models import ServiceSample
from quipux.web import health

PARTS = {
    "Ingreso": ("base de datos",),
    "Documentos": ("base de datos", "almacenamiento"),
    "Respaldos": ("base de datos", "almacenamiento", "cola", "noche"),
    "Correo": ("correos",),
}
READING = "Documentos"  # the part whose availability is promised
TARGET = "99,9 %"
STALE = timedelta(minutes=3)
REMEMBERED_DAYS = 30
_figures: list[Callable[[], str]] = []


def register_figure(provider: Callable[[], str]) -> None:
    """Let an upper app add a sentence; ``provider()`` gives it without personal data, or nothing."""
    if provider not in _figures:
        _figures.append(provider)


@dataclass(frozen=True)
class Status:
    """What the page tells.

    Attributes:
        at: of the last sample; None without any.
        is_fresh: the sample is of these minutes.
        parts: name and whether it worked.
        availability: share of the samples of 30 days in which documents could be read, or None.
    """

    at: datetime | None
    is_fresh: bool
    parts: list[tuple[str, bool]]
    figures: list[str]
    availability: float | None


def current() -> Status:
    """From the samples alone: two queries."""
    now, last = clock.now(), ServiceSample.objects.order_by("-at").first()
    if last is None:
        return Status(None, False, [], [], None)
    counts = ServiceSample.objects.filter(at__gt=now - timedelta(days=REMEMBERED_DAYS)).aggregate(
        all=Count("pk"), up=Count("pk", filter=Q(is_up=True)))  # fmt: skip
    share = counts["up"] / counts["all"] if counts["all"] else None
    return Status(last.at, now - last.at < STALE, list(last.parts.items()), last.figures, share)


def sample() -> dict:
    """Ask every part and keep the answers of this minute; those of over 30 days go. A second call changes nothing."""
    minute = clock.now().replace(second=0, microsecond=0)
    former = ServiceSample.objects.order_by("-at").first()
    if former is None or former.at < minute:
        parts = _parts()
        ServiceSample.objects.get_or_create(at=minute, defaults={
            "parts": parts, "is_up": parts[READING], "figures": _figures_at(minute, former)})  # fmt: skip
    gone, _ = ServiceSample.objects.filter(at__lt=minute - timedelta(days=REMEMBERED_DAYS)).delete()
    return {"forgotten": gone}


def _parts():
    told = health.report()["partes"] | health.report_of_the_night()["partes"]
    return {part: all(told.get(name, "bien") == "bien" for name in names) for part, names in PARTS.items()}


def _figures_at(minute, former):
    """Counted once an hour: they are of whole months."""
    if former and former.figures and former.at.hour == minute.hour and minute - former.at < timedelta(hours=1):
        return former.figures
    return [sentence for provider in _figures if (sentence := provider())]
