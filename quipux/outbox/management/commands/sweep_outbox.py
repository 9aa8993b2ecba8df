"""Sends the mails whose time has come, without broker."""

from quipux.outbox.services import send_due
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Envía los correos pendientes."
    job = "sweep_outbox"
    sentence = "Correos enviados: {count}."

    def work(self, **options):
        return send_due
