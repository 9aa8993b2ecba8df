"""The index of the search, written again from the documents (documents §13.3)."""

from documents.search import indexing
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Escribe de nuevo el índice de la búsqueda: de todos los documentos, o solo de los que cambiaron."
    job = "reindex_search"
    sentence = "Documentos indexados: {count}."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--pending", action="store_true", help="solo los documentos que cambiaron")

    def work(self, *, pending, **options):
        return indexing.reindex_due if pending else indexing.rebuild
