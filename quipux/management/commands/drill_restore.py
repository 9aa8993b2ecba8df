"""The rehearsal of a restoration: the newest copy, in servers of its own, with nothing left behind (safety §11)."""

import json as jsons
import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quipux import configuration, servers
from quipux.bootstrap.private import private_servers
from quipux.runs import services as runs
from quipux.safekeeping import elsewhere, making, nightly
from quipux.safekeeping.errors import Misused, SafekeepingError
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Simulacro: restaura la última copia en servidores propios, comprueba todo y genera un respaldo."

    def add_arguments(self, parser):
        parser.add_argument("--key", type=Path, required=True, metavar="ARCHIVO", help="archivo de la llave privada")
        parser.add_argument("--copy", type=Path, metavar="COPIA", help="otra copia, en lugar de la última")
        parser.add_argument("--bucket", action="store_true", help="de QUIPUX_SYSTEM_BACKUP_BUCKET y no de la carpeta")
        add_json(parser)

    def handle(self, *, key, copy, bucket, json, **options):
        try:
            copy = copy or _newest(bucket)
            found = runs.run(nightly.DRILL, lambda: _Found(_rehearse(copy, key.resolve(), bucket)))
        except SafekeepingError as error:
            raise CommandError(str(error), returncode=error.exit_code) from error
        except servers.ServerError as error:
            raise CommandError(str(error)) from error
        facts = found.facts
        counted = ", ".join(f"{name}: {value}" for name, value in facts.items() if isinstance(value, int))
        lines = [f"Simulacro con {copy.name} en {facts['seconds']} s. {counted}. Faltas: {len(facts['faults'])}.",
                 *facts["faults"]]  # fmt: skip
        report(self, facts=facts, sentence="\n".join(lines), sound=not facts["faults"], as_json=json)


class _Found:
    """What the rehearsal found, as the memory of jobs counts it."""

    def __init__(self, facts: dict):
        self.facts = facts

    @property
    def counts(self) -> dict:
        numbers = {name: value for name, value in self.facts.items() if isinstance(value, int | float)}
        return numbers | {"faults": len(self.facts["faults"])}


def _newest(bucket: bool) -> Path:
    found = elsewhere.copies() if bucket else making.copies(making.folder())
    if not found:
        raise Misused(f"No hay ninguna copia en {'el depósito' if bucket else making.folder()}.")
    return Path(found[max(found)])


# Whoever has most documents may ask, whatever this installation allows: the place is thrown away.
ALLOWED = {"QUIPUX_MINIMUM_DOCUMENTS": "0", "QUIPUX_MAX_REQUESTS_30_DAYS": "1000", "QUIPUX_BACKUP_AUTHORIZER": "0",
           "QUIPUX_DISK_FREE_SHARE": "0"}  # fmt: skip


def _rehearse(copy: Path, key: Path, bucket: bool) -> dict:
    """Restore and build in another process, whose environment reaches neither the real database, store nor mail."""
    begun = time.monotonic()
    with private_servers() as place:
        queue = {"CELERY_BROKER_URL": configuration.broker(place["REDIS_URL"])}
        facts = _run(
            ["restore_system", str(copy), "--key", str(key), "--build", "--json", *(["--bucket"] if bucket else [])],
            {**os.environ, **place, **queue, **ALLOWED},
        )
    return {**facts, "seconds": round(time.monotonic() - begun)}


def _run(arguments: list[str], environment: dict) -> dict:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)
    try:
        return jsons.loads(done.stdout)
    except ValueError:
        raise SafekeepingError((done.stderr.strip().splitlines() or ["sin detalle"])[-1]) from None
