"""The daily bell of the access log."""

from celery import shared_task

from quipux.accesslog import forgetting
from quipux.runs.services import run


@shared_task(name="quipux.accesslog.tasks.forget_accesses")
def forget_accesses():
    run(forgetting.JOB, forgetting.forget_old)
