"""Fills a database with invented documents, for scale tests (contract §1, performance §2)."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents import bulk
from quipux.errors import DomainError

REFUSED = ("Esta orden inventa instituciones, personas y documentos que no se pueden quitar, y no se ejecuta en producción. "
           "En una base de pruebas use DEBUG=1 o QUIPUX_DEMO=1; si de verdad la quiere aquí, añada --force.")  # fmt: skip


class Command(BaseCommand):
    help = "Llena la base con documentos inventados por millones, para pruebas de escala."

    def add_arguments(self, parser):
        parser.add_argument("--documents", type=int, default=100_000, metavar="N", help="documentos (100000)")
        parser.add_argument("--people", type=int, default=2_000, metavar="M", help="personas (2000)")
        parser.add_argument(
            "--repair", action="store_true", help="solo devolver los índices que una carga cortada dejó aparte"
        )
        parser.add_argument("--force", action="store_true", help="aunque la instalación sea de producción")

    def handle(self, *, documents, people, repair, force, **options):
        if settings.SECURE and not force:
            raise CommandError(REFUSED, returncode=2)
        if repair:
            owed = bulk.repair(self._tell)
            self.stdout.write("Índices y claves devueltos." if owed else "No falta ningún índice.")
            return
        try:
            told = bulk.fill(documents=documents, people=people, tell=self._tell)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Carga interrumpida. Los índices están en su sitio; repita la orden y terminará los "
                               "documentos que faltan.", returncode=130) from None  # fmt: skip
        seconds = told.seconds + told.restoring
        self.stdout.write(
            f"{told.documents} documentos en {seconds:.1f} s: {told.documents / max(seconds, 0.001):.0f} por segundo "
            f"({told.restoring:.1f} s de índices y claves)."
        )

    def _tell(self, words):
        self.stderr.write(words)
