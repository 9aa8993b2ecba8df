"""For whom an AIQ may ask: inactive appointments of the own institution and áreas (backups §2.4, §3.7)."""

from django.db.models import Q, QuerySet

from documents.folding import Folded
from institutions.models import Appointment, Area
from institutions.standing.custody import kept_by
from institutions.states import AppointmentState

SEARCHED = ("person__given_names", "person__surnames", "person__identity_number", "title", "heading_title",
            "work_email", "person__email")  # fmt: skip


def subjects_of(actor) -> QuerySet[Appointment]:
    """The inactive appointments that this AIQ administers or keeps, one row per appointment."""
    found = Appointment.objects.filter(state=AppointmentState.INACTIVE)
    reached, own = actor.administered_areas, Q(institution=actor.institution)
    return found.filter(own | kept_by(actor)) if reached is None else found.filter(own, area__in=reached)


def areas_of(actor) -> QuerySet[Area]:
    """The áreas that this AIQ administers."""
    found, reached = Area.objects.filter(institution=actor.institution), actor.administered_areas
    return (found if reached is None else found.filter(pk__in=reached)).order_by("name", "pk")


def saying(appointments: QuerySet[Appointment], words: list[str]) -> QuerySet[Appointment]:
    """Those that have every one of the folded ``words`` in name, cédula, post or address."""
    if words:
        appointments = appointments.alias(**{f"folded_{path}": Folded(path) for path in SEARCHED})
    for word in words:
        anywhere = Q(*((f"folded_{path}__contains", word) for path in SEARCHED), _connector=Q.OR)
        appointments = appointments.filter(anywhere)
    return appointments
