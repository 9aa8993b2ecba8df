"""Deletes stored parts that no row names, after a day of grace (I6)."""

from django.core.management.base import BaseCommand

from backups.services import expiring


class Command(BaseCommand):
    help = "Borra del almacenamiento las partes que ningún respaldo nombra (se esperan 0)."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="solo mostrarlas")

    def handle(self, *, dry_run, **options):
        orphans = expiring.clean_storage(dry_run=dry_run)
        self.stdout.write("\n".join([f"Partes sin dueño: {len(orphans)}.", *orphans]))
