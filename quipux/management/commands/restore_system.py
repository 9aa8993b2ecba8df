"""Restores a copy of the system into an empty database and store, and checks everything (safety §11)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backups.safekeeping import build_one
from quipux.safekeeping import elsewhere, restoring, sealing
from quipux.safekeeping.errors import Misused, SafekeepingError
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Restaura una copia en la base y el almacenamiento configurados, que deben estar vacíos, y comprueba todo."
    requires_system_checks = ()  # The database has no tables yet.
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("copy", type=Path, metavar="COPIA", help="carpeta de la copia")
        parser.add_argument("--bucket", action="store_true", help="COPIA es el nombre de una copia de "
                            "QUIPUX_SYSTEM_BACKUP_BUCKET; se trae antes a la carpeta temporal")  # fmt: skip
        parser.add_argument("--key", type=Path, required=True, metavar="ARCHIVO", help="archivo de la llave privada")
        parser.add_argument("--build", action="store_true", help="en un simulacro: además, generar un respaldo")
        parser.add_argument("--dry-run", action="store_true", help="solo leer qué contiene la copia")
        add_json(parser)

    def handle(self, *, copy, bucket, key, **options):
        try:
            identity = sealing.read_key(key)
            with TemporaryDirectory(prefix="quipux-copia-") as folder:
                if bucket:
                    copy = elsewhere.fetch(copy.name, Path(folder), identity, whole=not options["dry_run"])
                return self._restore(copy, identity, **options)
        except SafekeepingError as error:
            raise CommandError(str(error), returncode=error.exit_code) from error

    def _restore(self, copy, identity, *, build, dry_run, json, **options):
        if dry_run:
            return self._describe(restoring.read_manifest(copy, identity), json)
        if build and not settings.DEMO:
            raise Misused("--build solo se usa en un simulacro: pediría un respaldo en nombre de una persona.")
        restored = restoring.restore(copy, identity, tell=lambda words: self.stderr.write(f"{words}…"))
        if build and not restored.faults:
            restored.counts["documentos respaldados"], restored.faults = build_one()
        counted = ", ".join(f"{name}: {count}" for name, count in restored.counts.items())
        lines = [
            f"Restaurada la copia de {restored.made_at}. {counted}. Faltas: {len(restored.faults)}.",
            *restored.faults,
        ]
        report(self, facts={"made_at": restored.made_at, **restored.counts, "faults": restored.faults},
               sentence="\n".join(lines), sound=not restored.faults, as_json=json)  # fmt: skip
        return None

    def _describe(self, manifest, as_json):
        facts = {"made_at": manifest.made_at, "version": manifest.version, "rows": sum(manifest.tables.values()),
                 "tables": len(manifest.tables), "contents": manifest.contents, "bytes": manifest.content_bytes,
                 "faults": manifest.faults}  # fmt: skip
        sentence = ("Copia de {made_at}, Quipux {version}: {rows} filas en {tables} tablas y {contents} archivos "
                    "({bytes} bytes).").format(**facts)  # fmt: skip
        report(self, facts=facts, sentence=sentence, sound=True, as_json=as_json)
