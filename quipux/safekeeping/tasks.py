"""The nightly bell of the copies of the system."""

from celery import shared_task

from quipux.runs.services import run
from quipux.safekeeping import nightly


@shared_task(name="quipux.safekeeping.tasks.copy_system")
def copy_system():
    run(nightly.JOB, nightly.copy)
