"""The sweep `purge_backups`, by hand (backups §6.1)."""

from functools import partial

from backups.services import expiring
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Borra del almacenamiento los respaldos eliminados hace tiempo suficiente."
    job = expiring.PURGE
    sentence = "Respaldos borrados: {count}."

    def work(self, **options):
        return expiring.purge_due

    def rehearsal(self, **options):
        return partial(expiring.purge_due, dry_run=True)
