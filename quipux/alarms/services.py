"""Alarms: what is wrong is said once when it begins, and once when it ends (safety §13)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from quipux import clock
from quipux.alarms.models import Alarm
from quipux.alarms.runbooks import named
from quipux.outbox.services import queue_mail
from quipux.web.formatting import duration_text, timestamp_text

logger = logging.getLogger("quipux.alarms")
NAMED = 20  # lines of a mail
UNASKED = ["No se pudo comprobar: el registro «alarm_unasked» dice por qué."]


@dataclass(frozen=True)
class Watch:
    """One thing that is looked at every minute.

    Attributes:
        name: slug; the key of its alarm, or the beginning of their keys.
        reason: what is wrong, in words without names of people.
        runbook: title of the page with the steps.
        look: gives what is wrong now: for each case (an identifier, or nothing) the lines that explain it.
    """

    name: str
    reason: str
    runbook: str
    look: Callable[[], dict[str, list[str]]]


_watches: dict[str, Watch] = {}


def register(name: str, reason: str, runbook: str, look: Callable[[], dict[str, list[str]]]) -> None:
    """Let an app be watched; see `Watch`."""
    _watches[name] = Watch(name, reason, runbook, look)


def watches() -> list[Watch]:
    """Everything that is looked at."""
    return list(_watches.values())


def keep_watch() -> dict[str, int]:
    """Look at everything once; tell what began and what ended. Safe in two copies.

    Returns:
        Counts: alarms that began, that ended, that are open.
    """
    counts = {"began": 0, "ended": 0}
    for watch in watches():
        found = {_key(watch, case): lines for case, lines in _looked(watch).items()}
        opened = {alarm.key: alarm for alarm in _open_of(watch)}
        counts["began"] += sum(_begin(watch, key, found[key]) for key in found.keys() - opened.keys())
        counts["ended"] += sum(_end(opened[key]) for key in opened.keys() - found.keys())
    return counts | {"open": Alarm.objects.filter(ended_at=None).count()}


def _looked(watch):
    """What a look found; one that fails is itself something wrong, and hides no other."""
    try:
        with transaction.atomic():
            return watch.look()
    except Exception:  # whatever breaks a look, the others go on; the alarm itself and the log say so
        logger.exception("alarm_unasked", extra={"alarm": watch.name})
        return {"": UNASKED}


def _key(watch, case):
    return f"{watch.name}:{case}" if case else watch.name


def _open_of(watch):
    opened = Alarm.objects.filter(ended_at=None, key__startswith=watch.name)
    return [alarm for alarm in opened if alarm.key.partition(":")[0] == watch.name]


def _begin(watch, key, lines) -> bool:
    """Whether it was opened here: the database keeps one open alarm of each key."""
    try:
        with transaction.atomic():
            _open(watch, key, lines)
    except IntegrityError:
        return False
    logger.error("alarm_began", extra={"alarm": key})
    return True


def _open(watch, key, lines):
    now = clock.now()
    alarm = Alarm.objects.create(key=key, reason=watch.reason, runbook=watch.runbook, lines=lines[:NAMED], began_at=now)
    _tell(f"alarma-{alarm.pk}", f"QUIPUX: alarma: {alarm.reason}",
          [*alarm.lines, f"Desde: {timestamp_text(now)}.", named(alarm.runbook)])  # fmt: skip


@transaction.atomic
def _end(alarm) -> bool:
    now = clock.now()
    if not Alarm.objects.filter(pk=alarm.pk, ended_at=None).update(ended_at=now):
        return False
    logger.warning("alarm_ended", extra={"alarm": alarm.key})
    lasted = duration_text((now - alarm.began_at).total_seconds())
    _tell(f"alarma-{alarm.pk}-fin", f"QUIPUX: terminó la alarma: {alarm.reason}",
          [f"Comenzó: {timestamp_text(alarm.began_at)}.", f"Terminó: {timestamp_text(now)}. Duró {lasted}.",
           f"Compruebe el final de la guía. {named(alarm.runbook)}"])  # fmt: skip
    return True


def _tell(key, subject, lines):
    """Through the outbox like every mail; the log says it too, also where nobody gave an address."""
    queue_mail(key=key, to=settings.QUIPUX_ALERT_EMAIL or "", subject=subject,
               text="\n".join([*lines, "", f"{settings.QUIPUX_PUBLIC_URL}{settings.QUIPUX_ADMIN_PATH}"]))  # fmt: skip
