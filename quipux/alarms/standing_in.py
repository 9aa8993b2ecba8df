"""The scheduler's own eyes: who watches when no worker does (safety §13).

With the broker away every bell is lost, the alarms' own included, and nobody would be told. So the process of the
scheduler, which needs no broker to live, looks at the hour of the last watch; when it is old, it keeps the watch itself
and sends the mails that are due.
"""

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections

from quipux import clock
from quipux.alarms import services
from quipux.outbox.services import send_due
from quipux.runs.models import JobRun
from quipux.runs.services import run

logger = logging.getLogger("quipux.alarms")
JOB = "keep_watch"
EVERY = 60.0  # seconds
LONGEST_PAUSE = timedelta(minutes=2, seconds=30)


def stand_in() -> bool:
    """Keep the watch if nobody did lately. Returns whether it was needed."""
    if JobRun.objects.filter(name=JOB, last_ended_at__gt=clock.now() - LONGEST_PAUSE).exists():
        return False
    run(JOB, services.keep_watch)
    send_due()
    return True


def start(every: float = EVERY) -> threading.Event:
    """Look every so many seconds in a thread of this process, which dies with it. Gives how to stop it."""
    stop = threading.Event()
    threading.Thread(target=_look_on, args=(every, stop), name="guardia", daemon=True).start()
    return stop


def _look_on(every, stop):
    while not stop.wait(every):
        close_old_connections()
        try:
            stand_in()
        except Exception:  # the database may be away too: the next look asks again
            logger.exception("watch_failed")
        finally:
            close_old_connections()
