"""Plans a night on paper, or builds one twentieth of it (contract §1)."""

import json
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backups import hours, outlooks, pace, rehearsal, reservations
from backups.benchmarks import night as building
from backups.services import scheduling
from backups.states import Kind
from quipux import clock
from quipux.benchmarks import BenchError


class Command(BaseCommand):
    help = "Ensaya una noche de N solicitudes: cuándo termina cada una y qué no cabe, en JSON. No toca ningún respaldo."

    def add_arguments(self, parser):
        parser.add_argument("--requests", type=int, required=True, metavar="N", help="cuántas solicitudes")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="otra semilla, otras solicitudes")
        parser.add_argument("--build", action="store_true",
                            help="genera la noche a escala 1:20 con bytes de verdad, en servidores propios")  # fmt: skip
        parser.add_argument("--folder", type=Path, metavar="CARPETA", help="dónde trabajar con --build")

    def handle(self, *, requests, seed, build, folder, **options):
        if requests < 1:
            raise CommandError("Se necesita al menos una solicitud.", returncode=2)
        self.stdout.write(json.dumps(self._build(requests, seed, folder) if build else on_paper(requests, seed)))

    def _build(self, requests, seed, folder):
        try:
            with tempfile.TemporaryDirectory(prefix="quipux-noche-", dir=folder) as own:
                scale = building.Scale(requests, rehearsal.MEAN_DOCUMENTS / building.SCALED)
                told = building.measure(scale, seed, Path(own), self.stderr.write)
        except BenchError as error:
            raise CommandError(str(error)) from error
        return told | {"ok": building.is_sound(told)}


def on_paper(count: int, seed: int) -> dict:
    """The forecast of a night of ``count`` invented requests at the pace measured in this place."""
    now, speed = clock.now(), pace.measured()
    night = hours.next_night(now)
    begins, closes = outlooks.bounds(night)
    planned = rehearsal.plan(
        rehearsal.invent(count, seed=seed, now=now), first=night, capacity=reservations.default_capacity(),
        share=settings.QUIPUX_NIGHT_INSTITUTION_SHARE,
        promise=scheduling.promised_from(Kind.PERSONAL, now.date())[0])  # fmt: skip
    tonight = [one for one in planned if one.night == night]
    done = rehearsal.work_through(tonight, begins=begins, seconds_of=speed.seconds)
    later = Counter(one.night.isoformat() for one in planned if one.night != night)
    unfinished = [one.waiting.key for one in done if one.ends_at > closes]
    return {
        "night": night.isoformat(), "begins_at": _text(begins), "closes_at": _text(closes),
        "pace": {"factor": round(speed.factor, 3), "measured_backups": speed.sample}, "requests": count,
        "tonight": len(tonight), "later_nights": dict(sorted(later.items())), "unfinished": unfinished,
        "ends_at": _text(max(one.ends_at for one in done)) if done else None, "fits": not unfinished,
        "each": [_row(one) for one in done],
    }  # fmt: skip


def _row(one):
    load = one.waiting.load
    return {"request": one.waiting.key, "institution": one.waiting.institution, "documents": load.documents,
            "bytes": load.bytes, "starts_at": _text(one.starts_at), "ends_at": _text(one.ends_at)}  # fmt: skip


def _text(instant):
    return (instant + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
