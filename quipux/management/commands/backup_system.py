"""Copies database and stored bytes, sealed to a key that is kept elsewhere (safety §11)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from quipux.runs import services as runs
from quipux.safekeeping import making, nightly, sealing
from quipux.safekeeping.errors import SafekeepingError
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Hace una copia cifrada de la base y del almacenamiento en QUIPUX_SYSTEM_BACKUP_FOLDER."

    def add_arguments(self, parser):
        parser.add_argument("--new-key", type=Path, metavar="ARCHIVO", help="solo crear la llave privada en ARCHIVO y "
                            "mostrar la pública, que va en QUIPUX_SYSTEM_BACKUP_KEY")  # fmt: skip
        add_json(parser)

    def handle(self, *, new_key, json, **options):
        if new_key:
            return self._make_key(new_key)
        try:
            made = runs.run(nightly.JOB, making.make_copy)
        except SafekeepingError as error:
            raise CommandError(str(error)) from error
        facts = made.counts
        lines = [f"Copia: {made.path}. Archivos nombrados: {facts['contents']}, nuevos: {facts['sealed']}, "
                 f"con daño: {facts['faults']}. Copias antiguas borradas: {facts['removed']}.", *made.manifest.faults]  # fmt: skip
        report(self, facts={"copy": str(made.path), **facts}, sentence="\n".join(lines), sound=not facts["faults"],
               as_json=json)  # fmt: skip
        return None

    def _make_key(self, path):
        try:
            public = sealing.make_key(path)
        except OSError as error:
            raise CommandError(f"No se pudo crear «{path}»: {error.strerror}.") from error
        self.stdout.write(f"Guarde «{path}» fuera de este servidor: sin ese archivo no se abre ninguna copia.")
        self.stdout.write(f"QUIPUX_SYSTEM_BACKUP_KEY={public}")
