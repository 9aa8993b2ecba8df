"""An operator's word that a job which had stopped may go on deleting (backups §6.2)."""

import getpass

from django.core.management.base import BaseCommand

from backups.services import expiring
from quipux.runs import services as runs
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Confirma que un trabajo que estuvo detenido más de 26 horas puede volver a borrar."

    def add_arguments(self, parser):
        parser.add_argument("job", metavar="TRABAJO", choices=(expiring.EXPIRE, expiring.PURGE), help="expire o purge")
        parser.add_argument("--dry-run", action="store_true", help="solo decir qué confirmaría")
        add_json(parser)

    def handle(self, *, job, dry_run, json, **options):
        if not dry_run:
            runs.confirm(job, by=f"consola, {getpass.getuser()}")
        sentence = f"Se confirmaría: {job}. No se cambió nada." if dry_run else f"Confirmado: {job}."
        report(self, facts={"job": job, "dry_run": dry_run}, sentence=sentence, sound=True, as_json=json)
