"""Reads every available part and every stored file again."""

from functools import partial

from django.core.management.base import BaseCommand

from backups.services import checking
from quipux.runs import services as runs
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Vuelve a leer todas las partes disponibles y todos los archivos guardados; pone en reparación las partes dañadas."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="solo decir qué está dañado")
        add_json(parser)

    def handle(self, *, dry_run, json, **options):
        check = partial(checking.check_integrity, everything=True)
        found = runs.run("check_integrity", check, dry_run=dry_run, rehearse=partial(check, dry_run=True))
        faults = [*found.damaged, *found.bad_files]
        summary = (f"Partes comprobadas: {found.parts}, con daño: {len(found.damaged)}. "
                   f"Archivos comprobados: {found.files}, con daño: {len(found.bad_files)}.")  # fmt: skip
        report(self, facts={**found.counts, "faults": faults}, sentence="\n".join([summary, *faults]), sound=not faults,
               as_json=json)  # fmt: skip
