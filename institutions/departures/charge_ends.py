"""Encargos end by themselves: on the last day of each its case is opened (institutions §8, §11)."""

from django.db import transaction

from institutions.departures import cases
from institutions.models import Appointment, DepartureReason
from quipux import clock
from quipux.history.recorder import SYSTEM


def open_due() -> int:
    """The job of 00:01: a case for each encargo whose last day came, once.

    Returns:
        How many were opened.
    """
    keys = list(_ending().order_by("pk").values_list("pk", flat=True))
    return sum(_open(key) for key in keys)


def _ending():
    return Appointment.objects.filter(kind=Appointment.Kind.CHARGE, state="active", ends_on__lte=clock.today())


@transaction.atomic
def _open(key) -> bool:
    post = _ending().select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    if post is None:
        return False  # somebody opened it meanwhile
    cases.open_one(post, cases.Wish(DepartureReason.OTHER, max(post.ends_on, clock.today())), SYSTEM)
    return True
