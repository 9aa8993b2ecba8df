"""The job `check_integrity`, by hand (backups §6.1)."""

from functools import partial

from backups.services import checking
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Comprueba las partes de los respaldos disponibles y una parte de los archivos guardados; repara lo dañado."
    job = "check_integrity"
    sentence = "Partes comprobadas: {parts}, con daño: {damaged}. Archivos comprobados: {files}, con daño: {bad_files}."

    def work(self, **options):
        return checking.check_integrity

    def rehearsal(self, **options):
        return partial(checking.check_integrity, dry_run=True)
