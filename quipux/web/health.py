"""Health pages for the proxy and the container platform (contract.md section 3).

/salud/viva answers while the process lives; /salud/lista only when every part it needs does; /salud/noche when the
periodic work goes on (safety.md section 13). All three answer the machines of the house, or whoever has the token.
They name parts and say «bien» or «falla»; the reason stays in the log.
"""

import ipaddress
import logging
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from quipux import access, clock
from quipux.errors import NotFound
from quipux.outbox.services import oldest_queued
from quipux.runs.models import JobRun

logger = logging.getLogger("quipux.health")

BROKER_SECONDS = 2
PROBE_FOLDER = "salud"
LONGEST_PAUSE = timedelta(minutes=2)  # of the clock's bells
LONGEST_IN_OUTBOX = timedelta(minutes=5)
LONGEST_UNCHECKED = timedelta(hours=26)
# The storage is written to at most this often, however often the page is asked for.
REMEMBERED_SECONDS = 5
_last: dict = {"at": None, "answer": None}


class UnhealthyError(RuntimeError):
    """A part answered, but not as it must."""


def for_the_house(view):
    """For machines of the house, or with the token of the settings; for anybody else the page does not exist (S-74)."""

    @wraps(view)
    def guarded(request):
        if not _is_internal(request.META.get("REMOTE_ADDR", "")) and not _has_token(request):
            raise NotFound("No encontramos esa página.")
        return view(request)

    return guarded


def _has_token(request) -> bool:
    wanted, (kind, _, given) = settings.QUIPUX_HEALTH_TOKEN, request.headers.get("Authorization", "").partition(" ")
    return bool(wanted) and kind == "Bearer" and secrets.compare_digest(given.encode(), wanted.encode())


@access.public
@require_safe
@for_the_house
def alive(request):
    """The process answers."""
    return JsonResponse({"estado": "viva"})


@access.public
@require_safe
@for_the_house
def ready(request):
    """Every part without which nobody can work answers; a broker that is down only delays."""
    answer = _remembered()
    return JsonResponse(answer, status=200 if answer["estado"] == "lista" else 503)


def _remembered():
    now = time.monotonic()
    if _last["at"] is None or now - _last["at"] > REMEMBERED_SECONDS:
        _last.update(answer=report(), at=now)
    return _last["answer"]


def report() -> dict:
    """The state of every part: {"estado": "lista" | "falla", "partes": {name: "bien" | "advertencia" | "falla"}}."""
    return _told(CHECKS, "lista")


def report_of_the_night() -> dict:
    """The same of the periodic work, in the words of /salud/noche."""
    return _told(NIGHT_CHECKS, "bien")


def _told(checks, sound):
    broken = {name: "advertencia" if name in ONLY_DELAYS else "falla" for name in checks}
    parts = {name: "bien" if works(name, check) else broken[name] for name, check in checks.items()}
    return {"estado": "falla" if "falla" in parts.values() else sound, "partes": parts}


@access.public
@require_safe
@for_the_house
def night(request):
    """Whether the periodic work goes on."""
    answer = report_of_the_night()
    return JsonResponse(answer, status=200 if answer["estado"] == "bien" else 503)


def _is_internal(address: str) -> bool:
    """A private network, this machine, or the socket of its own proxy, which has no address."""
    return not address or ipaddress.ip_address(address).is_private


def register_night_check(name: str, check: Callable[[], None]) -> None:
    """Let an upper app add a part to the night's page; ``check`` raises when it fails."""
    NIGHT_CHECKS[name] = check


def works(name: str, check: Callable[[], None]) -> bool:
    """Whether a check passes; how it failed stands in the log."""
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


def _clock_rings():
    _require_run("dispatch_due", within=LONGEST_PAUSE)


def _integrity_checked():
    _require_run("check_integrity", within=LONGEST_UNCHECKED)


def _require_run(name, *, within):
    if not JobRun.objects.filter(name=name, last_ended_at__gt=clock.now() - within).exists():
        raise UnhealthyError(f"{name} did not end within {within}")


def _mails_leave():
    oldest = oldest_queued()
    if oldest and oldest < clock.now() - LONGEST_IN_OUTBOX:
        raise UnhealthyError("a mail waits in the outbox")


ONLY_DELAYS = {"cola"}  # its doorbells wait; whatever people do is a row already (safety §7)
NIGHT_CHECKS: dict[str, Callable[[], None]] = {
    "reloj": _clock_rings, "correos": _mails_leave, "integridad": _integrity_checked}  # fmt: skip
CHECKS = {"base de datos": _database, "migraciones": _migrations, "almacenamiento": _storage, "cola": _broker}
