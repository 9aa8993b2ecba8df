"""Proves that no number is missing or given twice (documents §7.6)."""

from django.core.management.base import BaseCommand

from documents import numbering
from quipux.runs import services as runs
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Comprueba que cada secuencia esté completa: números emitidos y saltos explicados, sin huecos ni repetidos."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="comprobar sin anotar la corrida")
        add_json(parser)

    def handle(self, *, dry_run, json, **options):
        found = runs.run("verify_numbering", numbering.verify, dry_run=dry_run)
        summary = (f"Secuencias: {found.counters}. Números: {found.numbers}. Valores saltados con motivo: {found.skipped}. "
                   f"Huecos: {len(found.faults)}.")  # fmt: skip
        sentence = "\n".join([*found.faults[:1], summary])
        report(self, facts={**found.counts, "faults": found.faults}, sentence=sentence, sound=not found.faults,
               as_json=json)  # fmt: skip
