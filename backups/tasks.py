"""The bells of backups: each takes ids, calls one service, and may ring twice without effect."""

from celery import shared_task

from backups.services import checking, expiring, reconciling, reminding, repairing, running, scheduling
from quipux.runs.services import run


@shared_task(name="backups.tasks.schedule_requests")
def schedule_requests():
    run("schedule_requests", scheduling.schedule_requests)
    running.dispatch_due()


@shared_task(name="backups.tasks.dispatch_due")
def dispatch_due():
    scheduling.schedule_requests()  # its own bell may have been lost
    run("dispatch_due", running.dispatch_due)


@shared_task(name="backups.tasks.prepare_backup")
def prepare_backup(backup_id):
    running.prepare(int(backup_id))


@shared_task(name="backups.tasks.build_part")
def build_part(part_id):
    running.build_part(int(part_id))


@shared_task(name="backups.tasks.close_backup")
def close_backup(backup_id):
    running.close(int(backup_id))


@shared_task(name="backups.tasks.repair_part")
def repair_part(part_id):
    repairing.repair_part(int(part_id))


@shared_task(name="backups.tasks.sweep_leases")
def sweep_leases():
    run("sweep_leases", running.sweep_leases)
    repairing.ring_damaged()


@shared_task(name="backups.tasks.retry_failed")
def retry_failed():
    run("retry_failed", scheduling.retry_failed)


@shared_task(name="backups.tasks.expire")
def expire():
    run(expiring.EXPIRE, expiring.expire_due)


@shared_task(name="backups.tasks.purge")
def purge():
    run(expiring.PURGE, expiring.purge_due)


@shared_task(name="backups.tasks.remind")
def remind():
    run("remind", reminding.remind)


@shared_task(name="backups.tasks.check_integrity")
def check_integrity():
    run("check_integrity", checking.check_integrity)


@shared_task(name="backups.tasks.reconcile")
def reconcile():
    run("reconcile", reconciling.reconcile)


@shared_task(name="backups.tasks.clean_storage")
def clean_storage():
    run("clean_storage", expiring.clean_storage)
