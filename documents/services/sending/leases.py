"""Who works on a sending now, by the database's clock; the token fences off a worker that was too slow (documents §10.2)."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from documents.models import Sending
from documents.states import SendingStep
from quipux import clock

AT_WORK = (SendingStep.RENDER, SendingStep.DELIVER)


class LeaseLost(Exception):
    """The sending is no longer this worker's: stop, and leave nothing behind."""


def due():
    """Sendings with something to do now that nobody has."""
    now = clock.database_now()
    free = Q(lease_token__isnull=True) | Q(lease_until__lt=now)
    return Sending.objects.filter(free, step__in=AT_WORK, next_attempt_at__lte=max(now, clock.now()))


def take(pk: int) -> uuid.UUID | None:
    """Lease a sending that is due; None when there is nothing to do or somebody has it."""
    token = uuid.uuid4()
    return token if due().filter(pk=pk).update(lease_token=token, lease_until=_until()) else None


def held(pk: int, token: uuid.UUID) -> Sending:
    """The sending under lock, its lease renewed until the transaction's end and beyond.

    Raises:
        LeaseLost: another worker took it, or a person changed its course.
    """
    sending = Sending.objects.select_for_update(of=("self",)).select_related("document").filter(
        pk=pk, lease_token=token).first()  # fmt: skip
    if sending is None:
        raise LeaseLost
    sending.lease_until = _until()
    return sending


def rendered(pk: int, route: str) -> Sending:
    """The sending under lock, while its PDF by this route is still wanted, whoever has the lease.

    A frozen document gives the same PDF to everybody, so a slow worker's is as good as that of the one
    which took over: with the token as fence, two slow ones would throw away each other's for ever.

    Raises:
        LeaseLost: somebody kept it before, or a person chose another route.
    """
    sending = Sending.objects.select_for_update(of=("self",)).select_related("document").filter(
        pk=pk, step=SendingStep.RENDER, route=route).first()  # fmt: skip
    if sending is None:
        raise LeaseLost
    return sending


def move_on(sending: Sending, step: str, **values) -> None:
    """Save the next step of a locked sending and free it."""
    sending.step, sending.lease_token, sending.lease_until = step, None, None
    for name, value in values.items():
        setattr(sending, name, value)
    sending.save()


def _until():
    return clock.database_now() + timedelta(seconds=settings.QUIPUX_LEASE_SECONDS)
