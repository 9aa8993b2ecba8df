"""An operator's word that a job which had stopped may go on deleting (backups §6.2)."""

import getpass

from django.core.management.base import BaseCommand

from backups.services import expiring
from quipux.runs import services as runs


class Command(BaseCommand):
    help = "Confirma que un trabajo que estuvo detenido más de 26 horas puede volver a borrar."

    def add_arguments(self, parser):
        parser.add_argument("job", metavar="TRABAJO", choices=(expiring.EXPIRE, expiring.PURGE), help="expire o purge")

    def handle(self, *, job, **options):
        runs.confirm(job, by=f"consola, {getpass.getuser()}")
        self.stdout.write(f"Confirmado: {job}.")
