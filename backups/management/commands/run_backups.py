"""Builds due backups in this process, without broker (contract §1)."""

from django.core.management.base import BaseCommand

from backups.models import Backup
from backups.services import running, scheduling


class Command(BaseCommand):
    help = "Genera en este proceso los respaldos que ya tienen turno; con --now, sin esperar la noche."

    def add_arguments(self, parser):
        parser.add_argument("--now", action="store_true", help="no esperar fecha ni ventana nocturna")
        parser.add_argument("--request", type=int, metavar="N", help="solo la solicitud No. N")

    def handle(self, *, now, request, **options):
        scheduling.schedule_requests()
        done = failed = 0
        while (pk := running.claim_next(any_night=now, number=request)) is not None:
            published = running.work_through(pk)
            done, failed = done + published, failed + (not published)
            backup = Backup.objects.select_related("request").get(pk=pk)
            self.stdout.write(f"{backup.request}: {backup.get_state_display()}")
        self.stdout.write(f"Respaldos generados: {done}. Sin terminar: {failed}.")
