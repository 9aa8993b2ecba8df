"""A training tenant is given up some months after its institution works in production (institutions §12.8)."""

from collections import Counter
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from institutions import services as institutions
from institutions.implantation import history, mails
from institutions.implantation.services.reviewing import freeze
from institutions.implantation.states import CaseState
from institutions.models import Appointment, ImplantationCase
from institutions.states import AppointmentState
from quipux import clock
from quipux.history import recorder
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM

WARNINGS = (30, 7)  # days before the tenant is given up


def last_day(case: ImplantationCase) -> date:
    """The day on which the tenant of an operating case is given up."""
    return clock.local(case.operating_at).date() + timedelta(days=settings.QUIPUX_TENANT_PURGE_DAYS)


def retire_due() -> Counter:
    """The job of 03:00: warn thirty and seven days before, and give up what is due; twice a day changes nothing.

    Returns:
        How many tenants were warned about and how many were given up.
    """
    done = Counter()
    cases = ImplantationCase.objects.filter(state=CaseState.OPERATING, training__frozen_at=None, training__isnull=False)
    for key in list(cases.order_by("pk").values_list("pk", flat=True)):
        done += _attend(key)
    return done


@transaction.atomic
def _attend(key) -> Counter:
    rows = ImplantationCase.objects.select_for_update(of=("self",), skip_locked=True)
    case = rows.filter(pk=key, training__frozen_at=None).first()
    if case is None:
        return Counter()
    left = (last_day(case) - clock.today()).days
    if left <= 0:
        _give_up(case)
        return Counter(retired=1)
    return Counter(warned=_warn(case, left))


def _warn(case, left) -> int:
    reached = [days for days in WARNINGS if left <= days]
    if not reached or _was_warned(case, reached[-1]):
        return 0
    said = f"El ambiente de capacitación se cierra el {last_day(case).isoformat()}. Nada de él pasa a producción."
    recorder.record(case, history.PURGED, actor=SYSTEM, comment=said, details={"days": reached[-1]})
    mails.tell_aiq(case, f"retire{reached[-1]}", subject=mails.REMINDER, lines=[said])
    return 1


def _was_warned(case, days) -> bool:
    return Entry.objects.of(case).filter(action=history.PURGED, details__days=days).exists()


def _give_up(case):
    """Nobody enters it any more and every post in it ends."""
    posts = Appointment.objects.filter(institution=case.training).exclude(state=AppointmentState.INACTIVE)
    ended = [institutions.deactivate(post, last_day=clock.today(), actor=SYSTEM) for post in posts.order_by("pk")]
    freeze(case)
    recorder.record(case, history.RETIRED, actor=SYSTEM, comment=f"Puestos terminados: {len(ended)}.")
