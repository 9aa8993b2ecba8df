"""The bells of the accounts, and of people's own requests."""

from celery import shared_task

from accounts import (
    data_changes,
    incidents,
    lockout,
    lost_emails,
    merging,
    registrations,
    renewals,
    roles,
    sessions,
    signed_requests,
)
from quipux.runs.services import run


@shared_task(name="accounts.tasks.forget_tries")
def forget_tries():
    lockout.forget()
    sessions.forget()
    signed_requests.forget()


@shared_task(name="accounts.tasks.expire_registrations")
def expire_registrations():
    run("expire_registrations", registrations.expire_due)


@shared_task(name="accounts.tasks.keep_agreement")
def keep_agreement():
    run("keep_agreement", renewals.keep)


@shared_task(name="accounts.tasks.remind_validations")
def remind_validations():
    run("remind_validations", data_changes.remind_due)


@shared_task(name="accounts.tasks.expire_role_grants")
def expire_role_grants():
    run("expire_role_grants", roles.expire_due)


@shared_task(name="accounts.tasks.finish_merges")
def finish_merges():
    run("finish_merges", merging.finish_due)


@shared_task(name="accounts.tasks.change_emails")
def change_emails():
    run("change_emails", lost_emails.apply_due)


@shared_task(name="accounts.tasks.send_incident_notices")
def send_incident_notices():
    run("send_incident_notices", incidents.send_due)


@shared_task(name="accounts.tasks.remind_incidents")
def remind_incidents():
    run("remind_incidents", incidents.remind_due)
