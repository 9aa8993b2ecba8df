"""The doorbell: tell a worker that there is work, after the row that says so is committed.

Work is always a row; a lost ring is found by the sweeps within two minutes (safety §7). So ringing
never fails a request nor makes it wait: one thread of the process does it, and when the broker does
not answer the bell is left alone for a while.
"""

import logging
import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger("quipux.jobs")
SILENCE = 20.0  # seconds without ringing after the broker did not answer
_silent_until = 0.0


def ring(task_name: str, *ids, queue: str | None = None) -> None:
    """Ask for ``task_name`` with ``ids`` once the current transaction is committed.

    Args:
        task_name: dotted name of a registered Celery task, which takes ids only.
        ids: JSON-serialisable identifiers.
        queue: name of the queue; the task's own route when omitted.
    """
    transaction.on_commit(lambda: _ringer(os.getpid()).submit(_send, task_name, ids, queue))


def rung() -> None:
    """Wait until everything rung so far was sent or given up."""
    last: Future = _ringer(os.getpid()).submit(int)
    last.result()


@lru_cache(maxsize=1)
def _ringer(process: int) -> ThreadPoolExecutor:
    """The ringing thread of this process; a fork gets its own."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="timbre")


def _send(task_name, ids, queue):
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task(task_name, args=[str(i) for i in ids], queue=queue, retry=False)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + SILENCE
        logger.warning("bell_lost", extra={"task": task_name, "ids": ids, "reason": str(error)})
