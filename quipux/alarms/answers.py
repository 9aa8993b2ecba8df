"""How many answers of the web are errors of ours: every process counts, and writes its counts down now and then.

Only the web server's own hook counts (quipux/deploy/gunicorn.py), after the answer has left: a page waits for none of it.
"""

import logging
import os
import threading
import time
from datetime import timedelta
from functools import lru_cache

from django.db import DatabaseError
from django.db.models import Sum

from quipux import clock
from quipux.alarms.models import AnswerCount

logger = logging.getLogger("quipux.alarms")
EVERY = 30.0  # seconds between two rows of one process
LATELY = timedelta(minutes=5)
KEPT = timedelta(days=1)
LARGEST_SHARE = 0.02
FEWEST = 3  # errors: one in a quiet night is a line of the log, not an alarm
UNAVAILABLE = 503  # said by a part that is away, which has its own alarm, and by an announced maintenance


class Tally:
    """The counts of one process; its threads share them."""

    def __init__(self, every: float = EVERY):
        self._every, self._lock = every, threading.Lock()
        self._answers = self._errors = 0
        self._written = time.monotonic()

    def add(self, status: int) -> None:
        """Count one answer; now and then the counts become a row."""
        with self._lock:
            self._answers += 1
            self._errors += status >= 500 and status != UNAVAILABLE
            if time.monotonic() - self._written >= self._every:
                self._write()

    def _write(self):
        self._written = time.monotonic()
        try:
            AnswerCount.objects.create(at=clock.now(), answers=self._answers, errors=self._errors)
        except DatabaseError as error:  # it stays counted until the database is back
            logger.warning("answers_unwritten", extra={"reason": type(error).__name__})
            return
        self._answers = self._errors = 0


def too_many_errors() -> dict[str, list[str]]:
    """A look: over 2 % of the answers of five minutes were errors of ours."""
    counts = AnswerCount.objects.filter(at__gt=clock.now() - LATELY).aggregate(all=Sum("answers"), bad=Sum("errors"))
    answers, errors = counts["all"] or 0, counts["bad"] or 0
    if errors < FEWEST or errors <= LARGEST_SHARE * answers:
        return {}
    return {"": [f"En cinco minutos, {errors} de {answers} respuestas fueron errores."]}


def forget_old() -> int:
    """Delete the counts that nobody looks at any more. Returns how many."""
    return AnswerCount.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def count(status: int) -> None:
    """Count one answer of this process; a fork has a tally of its own."""
    _tally(os.getpid()).add(status)


@lru_cache(maxsize=1)
def _tally(process: int) -> Tally:
    return Tally()
