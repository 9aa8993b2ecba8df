"""The bells of the portal."""

from celery import shared_task

from quipux.portal import service_notices, status
from quipux.runs.services import run


@shared_task(name="quipux.portal.tasks.sample_status")
def sample_status():
    run("sample_status", status.sample)


@shared_task(name="quipux.portal.tasks.end_notices")
def end_notices():
    run("end_notices", service_notices.end_due)
