"""Deletes stored parts that no row names, after a day of grace (I6)."""

from functools import partial

from backups.services import expiring
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Borra del almacenamiento las partes que ningún respaldo nombra (se esperan 0)."
    job = "clean_storage"
    sentence = "Partes sin dueño: {count}."

    def work(self, **options):
        return expiring.clean_storage

    def rehearsal(self, **options):
        return partial(expiring.clean_storage, dry_run=True)
