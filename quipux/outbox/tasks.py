"""The outbox's bell."""

from celery import shared_task

from quipux.outbox import services


@shared_task(name="quipux.outbox.tasks.send_due")
def send_due():
    services.send_due()
