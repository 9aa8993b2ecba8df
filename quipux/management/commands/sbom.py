"""`manage.py sbom`: what the product is made of, and whether it may be built (safety §14)."""

import json
import sys
from datetime import UTC, datetime

from django.core.management.base import BaseCommand

from quipux.supply import bill, judging, lock

# The clock of this machine: a build has no database.
STALE_DAYS = 30  # other updates than critical ones (safety §2.1)
VERSION = "1.0.0"


class Command(BaseCommand):
    help = "Escribe la lista de componentes (CycloneDX 1.6) o, con --check, dice si alguno impide construir."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="compara huellas, versiones y fallos conocidos")
        parser.add_argument("--json", action="store_true", help="con --check: una línea JSON")

    def handle(self, *args, check, **options):
        try:
            packages, files = lock.packages(), lock.served()
        except lock.Unreadable as error:
            self.stderr.write(f"No se puede leer la lista de componentes: {error}.")
            sys.exit(2)
        if not check:
            self.stdout.write(json.dumps(bill.bill(packages, files, version=VERSION), ensure_ascii=False, indent=2))
            return
        known = judging.advisories()
        found = judging.findings(packages, files, known, vendor=lock.vendor())
        self._tell(len(packages), len(files), known, found, as_json=options["json"])
        if found:
            sys.exit(1)

    def _tell(self, packages, files, known, found, *, as_json):
        if as_json:
            self.stdout.write(json.dumps({"packages": packages, "files": files, "findings": found,
                                          "advisories_of": known.date.isoformat()}, ensure_ascii=False))  # fmt: skip
            return
        for sentence in found:
            self.stdout.write(self.style.ERROR(sentence))
        if not found:
            self.stdout.write(
                f"{packages} paquetes y {files} archivos: huellas y versiones correctas, sin fallos conocidos."
            )
        age = (datetime.now(UTC).date() - known.date).days
        old = f" Tiene {age} días: actualícela." if age > STALE_DAYS else ""
        self.stdout.write(f"Lista de fallos conocidos del {known.date.isoformat()}.{old}")
