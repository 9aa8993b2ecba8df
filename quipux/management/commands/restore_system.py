"""Restores a copy of the system into an empty database and store, and checks everything (safety §11)."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backups.safekeeping import build_one
from quipux.safekeeping import restoring, sealing
from quipux.safekeeping.errors import SafekeepingError
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Restaura una copia en la base y el almacenamiento configurados, que deben estar vacíos, y comprueba todo."
    requires_system_checks = ()  # The database has no tables yet.
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("copy", type=Path, metavar="COPIA", help="carpeta de la copia")
        parser.add_argument("--key", type=Path, required=True, metavar="ARCHIVO", help="archivo de la llave privada")
        parser.add_argument("--build", action="store_true", help="en un simulacro: además, generar un respaldo")
        parser.add_argument("--dry-run", action="store_true", help="solo leer qué contiene la copia")
        add_json(parser)

    def handle(self, *, copy, key, build, dry_run, json, **options):
        try:
            identity = sealing.read_key(key)
            if dry_run:
                return self._describe(restoring.read_manifest(copy, identity))
            if build and not settings.DEMO:
                raise SafekeepingError(
                    "--build solo se usa en un simulacro: pediría un respaldo en nombre de una persona."
                )
            restored = restoring.restore(copy, identity, tell=lambda words: self.stderr.write(f"{words}…"))
            if build and not restored.faults:
                restored.counts["documentos respaldados"], restored.faults = build_one()
        except SafekeepingError as error:
            raise CommandError(str(error)) from error
        counted = ", ".join(f"{name}: {count}" for name, count in restored.counts.items())
        lines = [
            f"Restaurada la copia de {restored.made_at}. {counted}. Faltas: {len(restored.faults)}.",
            *restored.faults,
        ]
        report(self, facts={"made_at": restored.made_at, **restored.counts, "faults": restored.faults},
               sentence="\n".join(lines), sound=not restored.faults, as_json=json)  # fmt: skip
        return None

    def _describe(self, manifest):
        self.stdout.write(f"Copia de {manifest.made_at}, Quipux {manifest.version}: {sum(manifest.tables.values())} filas en "
                          f"{len(manifest.tables)} tablas y {manifest.contents} archivos ({manifest.content_bytes} bytes).")  # fmt: skip
