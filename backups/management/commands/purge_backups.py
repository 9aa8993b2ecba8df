"""The sweep `purge_backups`, by hand (backups §6.1)."""

from django.core.management.base import BaseCommand

from backups.services import expiring


class Command(BaseCommand):
    help = "Borra del almacenamiento los respaldos eliminados hace tiempo suficiente."

    def handle(self, **options):
        self.stdout.write(f"Respaldos borrados: {expiring.purge_due()}.")
