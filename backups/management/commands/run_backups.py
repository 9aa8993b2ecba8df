"""Builds due backups in this process, without broker (contract §1)."""

from django.core.management.base import BaseCommand

from backups import room, turns
from backups.models import Backup
from backups.services import running, scheduling


class Command(BaseCommand):
    help = "Genera en este proceso los respaldos que ya tienen turno; con --now, sin esperar la noche."

    def add_arguments(self, parser):
        parser.add_argument("--now", action="store_true", help="no esperar fecha ni ventana nocturna")
        parser.add_argument("--request", type=int, metavar="N", help="solo la solicitud No. N")
        parser.add_argument("--dry-run", action="store_true", help="decir en qué orden empezarían, sin empezar nada")

    def handle(self, *, now, request, dry_run, **options):
        if dry_run:
            return self._tell_order(now, request)
        if now and request is not None:
            scheduling.retry_failed(number=request)
        scheduling.schedule_requests()
        scheduling.postpone_all()
        done = failed = 0
        while (pk := running.claim_next(any_night=now, number=request)) is not None:
            published = running.work_through(pk)
            done, failed = done + published, failed + (not published)
            backup = Backup.objects.select_related("request").get(pk=pk)
            self.stdout.write(f"{backup.request}: {backup.get_state_display()}")
        self.stdout.write(f"Respaldos generados: {done}. Sin terminar: {failed}.")
        return None

    def _tell_order(self, now, request):
        waiting, disk = turns.waiting_now(any_night=now, number=request), room.measure()
        rows = Backup.objects.select_related("request").in_bulk([turn.key for turn in waiting])
        for turn in waiting:
            shortage = disk.shortage(turn.load.bytes) if disk else ""
            self.stdout.write(f"{rows[turn.key].request}: {shortage or 'puede empezar'}")
        self.stdout.write(f"Respaldos que esperan: {len(waiting)}.")
