"""Health pages for the proxy and the container platform (contract.md section 3).

/salud/viva answers while the process lives; /salud/lista only when every part it needs does.
They name parts and say «bien» or «falla»; the reason stays in the log.
"""

import logging
import secrets
import time

from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from quipux import access

logger = logging.getLogger("quipux.health")

BROKER_SECONDS = 2
PROBE_FOLDER = "salud"
# The storage is written to at most this often, however often the page is asked for.
REMEMBERED_SECONDS = 5
_last: dict = {"at": None, "answer": None}


class UnhealthyError(RuntimeError):
    """A part answered, but not as it must."""


@access.public
@require_safe
def alive(request):
    return JsonResponse({"estado": "viva"})


@access.public
@require_safe
def ready(request):
    answer = _remembered()
    return JsonResponse(answer, status=200 if answer["estado"] == "lista" else 503)


def _remembered():
    now = time.monotonic()
    if _last["at"] is None or now - _last["at"] > REMEMBERED_SECONDS:
        _last.update(answer=report(), at=now)
    return _last["answer"]


def report() -> dict:
    """The state of every part: {"estado": "lista" | "falla", "partes": {name: "bien" | "falla"}}."""
    parts = {name: "bien" if _works(name, check) else "falla" for name, check in CHECKS.items()}
    return {"estado": "falla" if "falla" in parts.values() else "lista", "partes": parts}


def _works(name, check) -> bool:
    try:
        check()
    except Exception:  # any failure of a part is the answer itself, with its trace in the log
        logger.exception("health: %s", name)
        return False
    return True


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations():
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise UnhealthyError("migrations are missing")


def _storage():
    content = secrets.token_bytes(16)
    name = default_storage.save(f"{PROBE_FOLDER}/{secrets.token_hex(8)}", ContentFile(content))
    try:
        with default_storage.open(name) as stored:
            if stored.read() != content:
                raise UnhealthyError("the storage gave back other bytes")
    finally:
        default_storage.delete(name)


def _broker():
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=0, timeout=BROKER_SECONDS)


CHECKS = {"base de datos": _database, "migraciones": _migrations, "almacenamiento": _storage, "cola": _broker}
