"""Taking a lost second factor away: who may, and when it takes two (accounts-portal §9.4)."""

from datetime import timedelta

from django.db import transaction

from accounts import history, privileged, second_factor
from accounts.credentials import required
from accounts.models import MANAGE_CREDENTIALS, FactorReset, User
from accounts.models.roles import GRANT
from quipux import clock
from quipux.errors import Conflict, Forbidden, NotAllowedNow
from quipux.history import recorder

LIFE = timedelta(days=7)  # to confirm
NOT_HERS = "Nadie restablece su propio segundo factor."
NONE = "La persona no tiene un segundo factor."
FOR_THE_SGE = "La persona administra: su segundo factor lo restablece la SGE."
SECOND = "Lo confirma otro operador, distinto de quien lo pidió."


def may_decide(user: User) -> bool:
    """Of the SGE, trusted with credentials or with roles."""
    return user.has_perm(MANAGE_CREDENTIALS) or user.has_perm(GRANT)


@transaction.atomic
def by_institution(person: User, *, actor) -> None:
    """An AIQ resets the factor of somebody who administers nothing; the caller has decided that she is within reach.

    Raises:
        Forbidden: for oneself, or the person administers or operates the platform.
        NotAllowedNow: there is none.
    """
    _require(person, actor)
    if person.is_staff or privileged.is_privileged(person):
        raise Forbidden(FOR_THE_SGE)
    second_factor.reset(person, by=actor)


@transaction.atomic
def by_platform(person: User, *, reason: str, actor) -> bool:
    """An AGQ resets the factor of anybody outside the platform; that of an operator waits for a second operator.

    Returns:
        Whether it is done; False where it waits.

    Raises:
        Forbidden: the actor decides on no credentials, or it is her own.
        Invalid: without reason.
        NotAllowedNow: there is none.
        Conflict: it waits already.
    """
    text = required(reason)
    _require(person, actor)
    if not may_decide(actor.user):
        raise Forbidden("No tiene permiso para esta acción.")
    if not person.is_staff:
        second_factor.reset(person, by=actor, reason=text)
        return True
    User.objects.select_for_update().get(pk=person.pk)
    if waiting_of(person):
        raise Conflict("Ya se pidió: falta que lo confirme otro operador.")
    FactorReset.objects.create(person=person, asked_by=actor.user, asked_at=clock.now(), reason=text)
    recorder.record(person, history.FACTOR_RESET_ASKED, actor=actor, comment=text)
    return False


def waiting():
    """Every one that waits for a second operator."""
    return FactorReset.objects.open(clock.now() - LIFE)


def waiting_of(person: User) -> FactorReset | None:
    """What waits for a second operator."""
    return person.factor_resets.open(clock.now() - LIFE).select_related("asked_by").first()


@transaction.atomic
def confirm(person: User, *, actor) -> None:
    """The second operator.

    Raises:
        NotAllowedNow: nothing waits any more.
        Forbidden: by who asked, by herself, or by who decides on no credentials.
    """
    reset = FactorReset.objects.open(clock.now() - LIFE).select_for_update().filter(person=person).first()
    if reset is None:
        raise NotAllowedNow("No hay un restablecimiento por confirmar.")
    if not may_decide(actor.user) or actor.user.pk in (reset.asked_by_id, person.pk):
        raise Forbidden(SECOND)
    reset.confirmed_by, reset.confirmed_at = actor.user, clock.now()
    reset.save(update_fields=["confirmed_by", "confirmed_at"])
    second_factor.reset(person, by=actor, reason=reset.reason)


def _require(person, actor):
    if actor.user.pk == person.pk:
        raise Forbidden(NOT_HERS)
    if not second_factor.has(person):
        raise NotAllowedNow(NONE)
