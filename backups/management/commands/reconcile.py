"""The job `reconcile`, by hand (backups §6.1)."""

from backups.services import reconciling
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Busca contradicciones entre las solicitudes, el calendario y el almacenamiento; repara o avisa."
    job = "reconcile"
    sentence = (
        "Partes que faltan: {missing_parts}. Archivos sin dueño: {orphans}. Enviadas sin aprobar: {unapproved}. "
        "Noches pasadas: {past_nights}. Noche sin comenzar: {idle_night}. Correos atrasados: {late_mails}. Disco lleno: {full_disk}. "
        "Reparaciones pendientes: {repairs_rung}. Trabajadores olvidados: {workers_forgotten}."
    )

    def work(self, **options):
        return reconciling.reconcile
