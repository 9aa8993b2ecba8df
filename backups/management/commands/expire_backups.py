"""The sweep `expire_backups`, by hand (backups §6.1)."""

from backups.services import expiring
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Termina los respaldos cuya vigencia concluyó."
    job = expiring.EXPIRE
    sentence = "Respaldos vencidos: {count}."

    def work(self, **options):
        return expiring.expire_due
