"""The sweep `sweep_leases`, by hand (backups §6.1)."""

from django.core.management.base import BaseCommand

from backups.services import running


class Command(BaseCommand):
    help = "Devuelve a la cola el trabajo abandonado y vuelve a llamar a los trabajadores."

    def handle(self, **options):
        self.stdout.write(f"Reservas vencidas: {running.sweep_leases()}.")
