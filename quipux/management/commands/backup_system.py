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
        parser.add_argument(
            "--dry-run", action="store_true", help="solo contar qué se copiaría y qué copias se borrarían"
        )
        add_json(parser)

    def handle(self, *, new_key, dry_run, json, **options):
        if new_key:
            return self._make_key(new_key)
        try:
            if dry_run:
                return self._rehearse(json)
            made = runs.run(nightly.JOB, making.make_copy)
        except SafekeepingError as error:
            raise CommandError(str(error), returncode=error.exit_code) from error
        facts = made.counts
        lines = [f"Copia: {made.path}. Archivos nombrados: {facts['contents']}, nuevos: {facts['sealed']}, "
                 f"con daño: {facts['faults']}. Copias antiguas borradas: {facts['removed']}. "
                 f"Enviados al depósito: {facts['sent']}.", *made.manifest.faults]  # fmt: skip
        report(self, facts={"copy": str(made.path), **facts}, sentence="\n".join(lines), sound=not facts["faults"],
               as_json=json)  # fmt: skip
        return None

    def _rehearse(self, as_json):
        facts = making.rehearse().counts
        sentence = ("Archivos nombrados: {contents}, nuevos: {sealed} ({bytes} bytes). Copias antiguas que se borrarían: "
                    "{removed}. No se cambió nada.").format(**facts)  # fmt: skip
        report(self, facts={"dry_run": True, **facts}, sentence=sentence, sound=True, as_json=as_json)

    def _make_key(self, path):
        try:
            public = sealing.make_key(path)
        except OSError as error:
            raise CommandError(f"No se pudo crear «{path}»: {error.strerror}.", returncode=2) from error
        self.stdout.write(f"Guarde «{path}» fuera de este servidor: sin ese archivo no se abre ninguna copia.")
        self.stdout.write(f"QUIPUX_SYSTEM_BACKUP_KEY={public}")
