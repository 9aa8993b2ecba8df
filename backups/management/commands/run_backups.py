"""Builds due backups in this process, without broker (contract §1)."""

from django.core.management.base import BaseCommand

from backups import room, turns
from backups.models import Backup
from backups.services import running, scheduling
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Genera en este proceso los respaldos que ya tienen turno; con --now, sin esperar la noche."

    def add_arguments(self, parser):
        parser.add_argument("--now", action="store_true", help="no esperar fecha ni ventana nocturna")
        parser.add_argument("--request", type=int, metavar="N", help="solo la solicitud No. N")
        parser.add_argument("--dry-run", action="store_true", help="decir en qué orden empezarían, sin empezar nada")
        add_json(parser)

    def handle(self, *, now, request, dry_run, json, **options):
        facts, lines = self._order(now, request) if dry_run else self._build(now, request)
        report(self, facts=facts, sentence="\n".join(lines), sound=True, as_json=json)

    def _build(self, now, request):
        if now and request is not None:
            scheduling.retry_failed(number=request)
        scheduling.schedule_requests()
        scheduling.postpone_all()
        each, lines = [], []
        while (pk := running.claim_next(any_night=now, number=request)) is not None:
            done = running.work_through(pk)
            backup = Backup.objects.select_related("request").get(pk=pk)
            each.append({"request": backup.request.number, "state": backup.state, "done": done})
            lines.append(f"{backup.request}: {backup.get_state_display()}")
        done = sum(one["done"] for one in each)
        lines.append(f"Respaldos generados: {done}. Sin terminar: {len(each) - done}.")
        return {"done": done, "failed": len(each) - done, "each": each}, lines

    def _order(self, now, request):
        waiting, disk = turns.waiting_now(any_night=now, number=request), room.measure()
        rows, each, lines = Backup.objects.select_related("request").in_bulk([turn.key for turn in waiting]), [], []
        for turn in waiting:
            shortage = disk.shortage(turn.load.bytes) if disk else ""
            each.append({"request": rows[turn.key].request.number, "shortage": shortage})
            lines.append(f"{rows[turn.key].request}: {shortage or 'puede empezar'}")
        lines.append(f"Respaldos que esperan: {len(waiting)}.")
        return {"dry_run": True, "waiting": each}, lines
