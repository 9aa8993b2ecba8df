"""Measures performance and prints JSON lines (contract §1; performance.md §5)."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from quipux import benchmarks


class Command(BaseCommand):
    help = "Mide el rendimiento: una línea JSON por cifra, con su referencia y su meta (docs/rendimiento.md)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="MEDICIÓN", help=f"una de: {', '.join(benchmarks.registered())}")
        parser.add_argument("--scale", choices=benchmarks.SCALES, default="full", help="small solo prueba que funcione")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="otra semilla, otros documentos")
        parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rondas; se da la mediana")
        parser.add_argument(
            "--only", action="append", default=[], metavar="SECCIÓN", help="solo esta; se puede repetir"
        )
        parser.add_argument("--documents", type=int, metavar="N", help="trays, search y selection: con N documentos")
        parser.add_argument("--database", metavar="DIRECCIÓN", help="lo mismo, en una base ya llena")
        parser.add_argument("--plans", action="store_true", help="lo mismo, con el plan de cada consulta")
        parser.add_argument("--folder", type=Path, metavar="CARPETA", help="dónde trabajar; al final no queda nada")

    def handle(self, *, name, scale, seed, repeat, only, folder, documents, database, plans, **options):
        if repeat < 1:
            raise CommandError("Se necesita al menos una ronda.", returncode=2)
        if folder is not None and not folder.is_dir():
            raise CommandError(f"«{folder}» no es una carpeta.", returncode=2)
        try:
            run = benchmarks.find(name)
            with _own_folder(folder) as own:
                wanted = benchmarks.Options(scale, seed, repeat, own, tuple(only), documents, database, plans)
                for line in run(wanted, self._tell):
                    self.stdout.write(line.to_json())
        except benchmarks.BenchError as error:
            raise CommandError(str(error), returncode=1 if name in benchmarks.registered() else 2) from error
        except KeyboardInterrupt:
            raise CommandError("Medición interrumpida; no quedó nada en el disco.", returncode=130) from None

    def _tell(self, words):
        self.stderr.write(words)


@contextmanager
def _own_folder(parent: Path | None) -> Iterator[Path]:
    """A folder that goes away also when the process is asked to end."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with tempfile.TemporaryDirectory(prefix="quipux-bench-", dir=parent) as folder:
            yield Path(folder).resolve()
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number, frame):
    raise KeyboardInterrupt
