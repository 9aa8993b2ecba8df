"""Participation counted again, by hand and whole (safety §9, §14)."""

from documents.services import recounting
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Cuenta de nuevo quién participó en qué documento: escribe lo que falta y corrige lo que difiere (se esperan 0)."
    job = "recount"
    sentence = "Documentos: {documents}. Participaciones que faltaban: {missing}. Fechas corregidas: {dated}."

    def work(self, **options):
        return recounting.recount
