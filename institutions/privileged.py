"""Who administers an institution enters with a second factor, and for less time (accounts-portal §9.1, §9.4)."""

from accounts.privileged import register
from institutions.actors import ADMINISTER
from institutions.models import Grant
from institutions.states import AppointmentState

HOLD = (ADMINISTER, "institutional_admin")  # 12 and 36


def administers(user) -> bool:
    """Whether an appointment in which this person works holds 12 or 36."""
    held = Grant.objects.filter(appointment__person=user, permission__in=HOLD)
    return held.filter(appointment__state__in=AppointmentState.working()).exists()


register(administers)
