"""Re-hashes every stored file."""

from django.core.management.base import BaseCommand

from quipux.files.checking import faults_of_store
from quipux.files.models import StoredFile
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Vuelve a leer todos los archivos guardados y compara sus huellas."

    def add_arguments(self, parser):
        add_json(parser)

    def handle(self, *, json, **options):
        faults = [{"sha256": sha256, "reason": reason} for sha256, reason in faults_of_store()]
        count = StoredFile.objects.count()
        lines = [f"{fault['sha256']}: {fault['reason']}." for fault in faults]
        sentence = "\n".join([f"Archivos comprobados: {count}. Con daño: {len(faults)}.", *lines])
        report(self, facts={"files": count, "faults": faults}, sentence=sentence, sound=not faults, as_json=json)
