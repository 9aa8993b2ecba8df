"""The daily bells of the Recorrido."""

from celery import shared_task

from quipux.history import anchors
from quipux.runs.services import run


@shared_task(name="quipux.history.tasks.make_anchors")
def make_anchors():
    run("make_anchors", anchors.make_due)


@shared_task(name="quipux.history.tasks.verify_history")
def verify_history():
    run(anchors.JOB, anchors.verify_tonight)
