"""The bell of the alarms."""

from celery import shared_task

from quipux.alarms import answers, services
from quipux.runs.services import run


@shared_task(name="quipux.alarms.tasks.keep_watch")
def keep_watch():
    run("keep_watch", services.keep_watch)


@shared_task(name="quipux.alarms.tasks.forget_answers")
def forget_answers():
    run("forget_answers", answers.forget_old)
