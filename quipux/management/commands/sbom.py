"""`manage.py sbom`: what the product is made of, and whether it may be built (safety §14)."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand

from quipux.supply import bill, judging, lock, published

# The clock of this machine: a build has no database.
STALE_DAYS = 30  # other updates than critical ones (safety §2.1)
VERSION = "1.0.0"


class Command(BaseCommand):
    help = ("Escribe la lista de componentes (CycloneDX 1.6) o, con --check, dice si alguno impide construir. "
            "Termina con 0 si todo está bien, 1 si algo impide construir y 2 si una lista no se puede leer.")  # fmt: skip
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="compara huellas, versiones y fallos conocidos")
        parser.add_argument("--advisories", type=Path, metavar="ARCHIVO", help="lista de fallos publicados traída de fuera: la de "
                            "Quipux, registros OSV (.json) o el archivo de un ecosistema (.zip); se suma a la guardada")  # fmt: skip
        parser.add_argument(
            "--max-age", type=int, metavar="DÍAS", help="con --check: una lista más antigua impide construir"
        )
        parser.add_argument("--json", action="store_true", help="con --check: una línea JSON")

    def handle(self, *args, check, advisories, max_age, **options):
        try:
            packages, files = lock.packages(), lock.served()
            known = judging.advisories()
            if advisories is not None:
                brought = published.read(advisories)
                known = judging.Advisories(brought.date, known.rows + brought.rows)
        except lock.Unreadable as error:
            self.stderr.write(f"No se puede leer la lista de componentes: {error}.")
            sys.exit(2)
        if not (check or advisories or max_age is not None):
            self.stdout.write(json.dumps(bill.bill(packages, files, version=VERSION), ensure_ascii=False, indent=2))
            return
        found = judging.findings(packages, files, known, vendor=lock.vendor())
        age = (datetime.now(UTC).date() - known.date).days
        if max_age is not None and age > max_age:
            found.append(f"La lista de fallos conocidos tiene {age} días y se permiten {max_age}: traiga una nueva.")
        self._tell(len(packages), len(files), known, found, age, as_json=options["json"])
        if found:
            sys.exit(1)

    def _tell(self, packages, files, known, found, age, *, as_json):
        if as_json:
            self.stdout.write(json.dumps({"packages": packages, "files": files, "findings": found,
                                          "advisories": len(known.rows), "advisories_of": known.date.isoformat(),
                                          "advisories_age_days": age}, ensure_ascii=False))  # fmt: skip
            return
        for sentence in found:
            self.stdout.write(self.style.ERROR(sentence))
        if not found:
            self.stdout.write(
                f"{packages} paquetes y {files} archivos: huellas y versiones correctas, sin fallos conocidos."
            )
        old = f" Tiene {age} días: traiga una nueva y pásela con --advisories." if age > STALE_DAYS else ""
        self.stdout.write(f"Fallos conocidos: {len(known.rows)}, al {known.date.isoformat()}.{old}")
