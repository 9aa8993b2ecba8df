"""The sweep `sweep_leases`, by hand (backups §6.1)."""

from backups.services import running
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Devuelve a la cola el trabajo abandonado y vuelve a llamar a los trabajadores."
    job = "sweep_leases"
    sentence = "Reservas vencidas: {count}."

    def work(self, **options):
        return running.sweep_leases
