"""The daily bells of the accounts."""

from celery import shared_task

from accounts import lockout


@shared_task(name="accounts.tasks.forget_tries")
def forget_tries():
    lockout.forget()
