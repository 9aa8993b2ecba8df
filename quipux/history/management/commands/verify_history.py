"""Walks every chain of the Recorrido and names the first entry of each that differs."""

from dataclasses import asdict

from django.core.management.base import BaseCommand

from quipux.history import anchors
from quipux.history.chain import verify_all
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Comprueba las cadenas de huellas de todos los Recorridos y las anclas diarias."

    def add_arguments(self, parser):
        add_json(parser)

    def handle(self, *, json, **options):
        count, faults = verify_all()
        wrong = anchors.faults()
        lines = [f"{f.subject_kind} {f.subject_id}, entrada {f.sequence}: {f.reason}." for f in faults]
        sentence = "\n".join([f"Entradas comprobadas: {count}. Cadenas dañadas: {len(faults)}. Anclas con faltas: {len(wrong)}.",
                              *lines, *wrong])  # fmt: skip
        report(self, facts={"entries": count, "faults": [asdict(f) for f in faults], "anchors": wrong}, sentence=sentence,
               sound=not faults and not wrong, as_json=json)  # fmt: skip
