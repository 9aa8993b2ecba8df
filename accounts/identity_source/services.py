"""Asking the Registro Civil: by whom, what for, how often, and what stays written of it (accounts-portal §3)."""

from datetime import timedelta

from accounts import finding, history
from accounts.identity import InvalidIdentity, validate_cedula
from accounts.identity_source import sources
from accounts.identity_source.sources import Record
from accounts.models.people import MANAGE_CREDENTIALS
from accounts.models.registrations import AT_THE_DESK, VALIDATE
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Forbidden, Invalid, NotAllowedNow, TooMany
from quipux.history import recorder
from quipux.limits import services as limits

ACT, PER_HOUR, HOUR = "civil_lookup", 60, timedelta(hours=1)
NO_RIGHT = "No tiene permiso para consultar el Registro Civil."
NO_PURPOSE = "Escriba para qué consulta el Registro Civil."
NO_SOURCE = "Esta instalación no está conectada al Registro Civil."
TOO_MANY = "Ya hizo 60 consultas al Registro Civil en esta hora. Continúe sin la consulta o intente más tarde."


def is_connected() -> bool:
    """Whether this installation has a source at all."""
    return sources.configured() is not None


def may_look_up(actor) -> bool:
    """Who brings people in: the ventanilla, an administrator; of the SGE, who validates or corrects."""
    if actor is None or actor.is_citizen or actor.is_leaver:
        return False
    if actor.appointment is None:
        return actor.user.has_perm(VALIDATE) or actor.user.has_perm(MANAGE_CREDENTIALS)
    return actor.holds(AT_THE_DESK) or actor.holds("administer")


def look_up(request, cedula: str, *, purpose: str, actor) -> Record | None:
    """What the Registro Civil says of a cédula; None where it knows nobody.

    The question is in the Recorrido of who asks before it is made, with its purpose and a digest in place of the number;
    what comes back is written nowhere.

    Raises:
        Forbidden: nobody entered, or without the right.
        Invalid: without a purpose, or it is no cédula.
        NotAllowedNow: the installation has no source.
        TooMany: the 61st in an hour of one person.
        Unavailable: no answer.
    """
    if not may_look_up(actor):
        raise Forbidden(NO_RIGHT)
    if not purpose.strip():
        raise Invalid(NO_PURPOSE, proposito=NO_PURPOSE)
    source, number = sources.configured(), _cedula(cedula)
    if source is None:
        raise NotAllowedNow(NO_SOURCE)
    if limits.take(ACT, actor.user.pk, limit=PER_HOUR, period=HOUR) is not None:
        note(request, Event.DENIED, kind=ACT, refused=True)
        raise TooMany(TOO_MANY)
    recorder.record(actor.user, history.CIVIL_LOOKUP, actor=actor, comment=purpose.strip(),
                    details={"identity": finding.fingerprint(number)})  # fmt: skip
    return source.find(number, purpose.strip())


def _cedula(typed):
    try:
        return validate_cedula(typed)
    except InvalidIdentity as error:
        raise Invalid(f"{error}.") from error
