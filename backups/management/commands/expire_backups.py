"""The sweep `expire_backups`, by hand (backups §6.1)."""

from django.core.management.base import BaseCommand

from backups.services import expiring


class Command(BaseCommand):
    help = "Termina los respaldos cuya vigencia concluyó."

    def handle(self, **options):
        self.stdout.write(f"Respaldos vencidos: {expiring.expire_due()}.")
