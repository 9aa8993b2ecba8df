"""The task queue. Redis is a doorbell: what has to be done is always a row in the database."""

import os
from pathlib import Path

from celery import Celery, signals

from quipux import stopping
from quipux.memory import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quipux.settings")

NICENESS = 10  # of the processes of a worker, the PDF children they start included

app = Celery("quipux")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()


@signals.setup_logging.connect
def _keep_the_log(**kwargs):
    """It is set up by the settings; Celery would lift its level, and no line of a finished job would be left."""


@signals.worker_init.connect
def _collect_seldom(**kwargs):
    """Before the processes of the worker are forked: they share what is loaded."""
    collect_seldom()


@signals.worker_process_init.connect
def _give_way(**kwargs):
    """Whoever waits for a page comes before what is done in the background, on the same machine too (safety F-32)."""
    os.nice(NICENESS)


def _leave_mark(**kwargs):
    Path(os.environ["SCHEDULER_MARK"]).touch()


# Its pool never hears the signal: who works is told through memory they share.
signals.worker_shutting_down.connect(stopping.ask)


@signals.beat_init.connect
def _stand_in(**kwargs):
    """While no worker answers, the scheduler itself tells the operators."""
    from quipux.alarms import standing_in  # the apps are loaded by now

    standing_in.start()


@signals.beat_init.connect
def _watch_scheduler(**kwargs):
    """In a container, every task the scheduler sends renews the file its health check looks at."""
    if os.environ.get("SCHEDULER_MARK"):
        signals.after_task_publish.connect(_leave_mark)
