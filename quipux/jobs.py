"""The doorbell: tell a worker that there is work, after the row that says so is committed.

Work is always a row; a lost ring is found by the sweeps within two minutes (safety §7), so
ringing never fails a request.
"""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger("quipux.jobs")


def ring(task_name: str, *ids, queue: str | None = None) -> None:
    """Ask for ``task_name`` with ``ids`` once the current transaction is committed.

    Args:
        task_name: dotted name of a registered Celery task, which takes ids only.
        ids: JSON-serialisable identifiers.
        queue: name of the queue; the task's own route when omitted.
    """
    transaction.on_commit(lambda: _send(task_name, ids, queue))


def _send(task_name, ids, queue):
    try:
        current_app.send_task(task_name, args=[str(i) for i in ids], queue=queue, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("bell_lost", extra={"task": task_name, "ids": ids, "reason": str(error)})
