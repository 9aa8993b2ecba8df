"""The job `remind`, by hand (backups §6.1)."""

from backups.services import reminding
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Encola los avisos de vigencia a quien no ha descargado todas las partes."
    job = "remind"
    sentence = "Avisos de mitad de la vigencia: {half_way}. Avisos del último día: {last_day}."

    def work(self, **options):
        return reminding.remind
