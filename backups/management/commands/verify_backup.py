"""Reads a published backup again, whole."""

from django.core.management.base import BaseCommand, CommandError

from backups.integrity import fault_of
from backups.models import Backup
from backups.states import BackupState
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Vuelve a leer y comprobar todas las partes de un respaldo."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="N", help="número de la solicitud")
        add_json(parser)

    def handle(self, *, number, json, **options):
        backup = Backup.objects.select_related("request").filter(request__number=number).first()
        if backup is None or backup.state != BackupState.GENERATED:
            raise CommandError(f"La solicitud No. {number} no tiene un respaldo generado.", returncode=2)
        fault = fault_of(backup)
        sentence = f"Respaldo No. {number}: {fault or 'íntegro'}."
        report(self, facts={"request": number, "sound": fault is None, "fault": fault, "parts": backup.parts_count},
               sentence=sentence, sound=fault is None, as_json=json)  # fmt: skip
