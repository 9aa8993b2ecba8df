"""The outbox's bell."""

from celery import shared_task

from quipux.outbox import services
from quipux.runs.services import run


@shared_task(name="quipux.outbox.tasks.send_due")
def send_due():
    run("sweep_outbox", services.send_due)


@shared_task(name="quipux.outbox.tasks.forget_mails")
def forget_mails():
    run("forget_mails", services.forget_old)
