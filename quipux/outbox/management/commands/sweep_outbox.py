"""Sends the mails whose time has come, without broker."""

from django.core.management.base import BaseCommand

from quipux.outbox.services import send_due


class Command(BaseCommand):
    help = "Envía los correos pendientes."

    def handle(self, **options):
        self.stdout.write(f"Correos enviados: {send_due()}.")
