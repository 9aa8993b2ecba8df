"""The daily bell of the counts."""

from celery import shared_task

from quipux.limits import services


@shared_task(name="quipux.limits.tasks.forget")
def forget():
    services.forget()
