"""«Salida — <Puesto>»: an ended appointment stays reachable while its own backup lives (backups §1, B-13)."""

from collections.abc import Iterable

from backups.models import BackupRequest
from backups.states import Kind, RequestState
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux import clock


def leaver_contexts(user) -> Iterable[Appointment]:
    """The ended appointments of ``user`` whose personal request is on its way or can still be downloaded."""
    states = (*RequestState.active(), RequestState.FULFILLED)
    found = BackupRequest.objects.filter(person=user, kind=Kind.PERSONAL, state__in=states,
                                         appointment__state=AppointmentState.INACTIVE)  # fmt: skip
    ends = dict(found.values_list("appointment", "backup__expires_at"))
    if not ends:
        return []
    now = clock.now()
    alive = [key for key, end in ends.items() if end is None or end > now]
    return Appointment.objects.filter(pk__in=alive).with_names().order_by("pk")
