"""The rules of a personal request: the own appointment, leaving, often enough (backups §2.4, guards 2 to 6)."""

from datetime import timedelta

from django.conf import settings

from backups import permissions, selection
from backups.models import BackupRequest
from backups.services import guards
from backups.services.wishes import Wish
from backups.states import Kind
from quipux import clock
from quipux.errors import Forbidden, Invalid

UNDECLARED = "Debe confirmar que se encuentra en proceso de desvinculación."
SENT_WINDOW = timedelta(days=30)


def check_subject(post, actor) -> None:
    """Raise Forbidden unless the documents are those of the appointment the actor works in."""
    if not permissions.can_create_personal(post, actor):
        raise Forbidden("Aquí no puede pedir un respaldo nuevo.")


def check_savable(wish: Wish, actor) -> None:
    """Guardar: the period, and nothing else (backups §3.3)."""
    guards.check_period(wish)


def check_declaration(declared: bool) -> None:
    """Raise Invalid unless the sender said that he is leaving (guard 2)."""
    if not declared:
        raise Invalid(UNDECLARED, declared=UNDECLARED)


def facts(wish: Wish, actor) -> dict:
    """The columns that a personal wish gives beyond those of every request."""
    return {}


def check_sendable(wish: Wish, *, actor, draft: BackupRequest | None = None) -> selection.Preflight:
    """Guards 1 and 4 to 6; gives the pre-flight figures.

    Raises:
        Conflict, Invalid: with the sentence of the guard that failed.
    """
    guards.check_period(wish)
    post = actor.appointment
    others = BackupRequest.objects.active_of(post) | BackupRequest.objects.open_personal_of(post)
    guards.check_no_other(others, draft)
    _check_frequency(post)
    return guards.count_enough(wish, post)


def _check_frequency(post):
    limit = settings.QUIPUX_MAX_REQUESTS_30_DAYS
    since = clock.now() - SENT_WINDOW
    sent = BackupRequest.objects.about(post).filter(kind=Kind.PERSONAL, sent_at__gt=since).order_by("-sent_at")
    recent = list(sent.values_list("sent_at", flat=True)[:limit])
    if len(recent) == limit:
        free = clock.local(recent[-1] + SENT_WINDOW).date()
        message = (f"Ya realizó {limit} solicitudes en los últimos 30 días para este puesto. "
                   f"Podrá solicitar otra desde el {free.isoformat()}.")  # fmt: skip
        raise Invalid(message, date_from=message)
