"""The bells of institutions: each takes ids, calls one service, and may ring twice without effect."""

from celery import shared_task

from institutions.aiq_changes import interim
from institutions.aiq_changes import services as aiq_changes
from institutions.delegations import telling
from institutions.departures import charge_ends, ending
from institutions.departures import telling as departures
from institutions.implantation.services import deadlines, requesting, retiring
from institutions.importing import services as importing
from institutions.people import services as people
from institutions.purging import services as purging
from institutions.reorganisation import steps as reorganisation
from institutions.support import services as support
from quipux.runs.services import run


@shared_task(name="institutions.tasks.tell_delegations")
def tell_delegations():
    run("tell_delegations", telling.tell_due)


@shared_task(name="institutions.tasks.start_appointments")
def start_appointments():
    run("start_appointments", people.start_due)


@shared_task(name="institutions.tasks.tick_implantations")
def tick_implantations():
    run("tick_implantations", deadlines.tick)


@shared_task(name="institutions.tasks.forget_implantation_drafts")
def forget_implantation_drafts():
    run("forget_implantation_drafts", requesting.forget_drafts)


@shared_task(name="institutions.tasks.end_departures")
def end_departures():
    run("end_departures", ending.end_due)


@shared_task(name="institutions.tasks.remind_departures")
def remind_departures():
    run("remind_departures", departures.remind_due)


@shared_task(name="institutions.tasks.forget_imports")
def forget_imports():
    run("forget_imports", importing.forget_files)


@shared_task(name="institutions.tasks.change_aiqs")
def change_aiqs():
    run("change_aiqs", aiq_changes.take_effect_due)


@shared_task(name="institutions.tasks.close_support_cases")
def close_support_cases():
    run("close_support_cases", support.close_due)


@shared_task(name="institutions.tasks.run_reorganisations")
def run_reorganisations():
    run("run_reorganisations", reorganisation.run_due)


@shared_task(name="institutions.tasks.end_interim_aiqs")
def end_interim_aiqs():
    run("end_interim_aiqs", interim.end_due)


@shared_task(name="institutions.tasks.apply_imports")
def apply_imports():
    run("apply_imports", importing.apply_confirmed)


@shared_task(name="institutions.tasks.retire_tenants")
def retire_tenants():
    run("retire_tenants", retiring.retire_due)


@shared_task(name="institutions.tasks.purge_tenants")
def purge_tenants():
    run("purge_tenants", purging.purge_due)


@shared_task(name="institutions.tasks.open_charge_departures")
def open_charge_departures():
    run("open_charge_departures", charge_ends.open_due)
