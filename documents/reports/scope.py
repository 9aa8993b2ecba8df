"""Whose work a person may see reported (documents §14)."""

from django.db.models import Q, QuerySet

from documents.folding import Folded
from documents.matching import words_of
from documents.models import NumberCounter
from documents.numbering.book import counters_of
from institutions.actors import with_lower_areas
from institutions.models import Appointment, Area

REPORTS = "reports"  # 17, «Reportes»


class Scope:
    """The institution (or the áreas of the permission) with `reports`; the own área for its jefe; else oneself."""

    def __init__(self, actor):
        self.actor = actor
        self.is_wide = actor.holds(REPORTS)
        self.is_chief = actor.appointment.profile == Appointment.Profile.CHIEF

    @property
    def has_people(self) -> bool:
        """Whether there is anybody to choose."""
        return self.is_wide or self.is_chief

    def areas(self) -> QuerySet[Area]:
        """The áreas to choose from."""
        if not self.is_wide:
            return Area.objects.filter(pk=self.actor.appointment.area_id)
        reached = self.actor.areas_for(REPORTS)
        within = Area.objects.filter(institution=self.actor.institution)
        return within if reached is None else within.filter(pk__in=reached)

    def counters(self) -> QuerySet[NumberCounter]:
        """The sequences whose book may be read, those of this year first; none for who leads nobody."""
        found = counters_of(self.actor.institution)
        return found.filter(area__in=self.areas()) if self.has_people else found.none()

    def appointments(self, *, area: int | None = None, with_lower: bool = False, name: str = "", person: str = ""):
        """Those that a question is about.

        Args:
            area: primary key of an área of `areas`, or None for all of them.
            with_lower: the áreas below it too, as far as they are within reach.
            name: words of the person's names.
            person: UUID of one appointment.
        """
        found = Appointment.objects.filter(self._reach())
        if area:
            chosen = with_lower_areas(self.actor.institution, {area}) if with_lower else {area}
            found = found.filter(area__in=chosen)
        if person:
            found = found.filter(uuid=person)
        return _named(found, words_of(name))

    def _reach(self) -> Q:
        if self.is_wide:
            return Q(area__in=self.areas())
        if self.is_chief:
            return Q(area=self.actor.appointment.area_id)
        return Q(pk=self.actor.appointment.pk)


def _named(appointments, words):
    for word in words:
        appointments = appointments.alias(given=Folded("person__given_names"), family=Folded("person__surnames"))
        appointments = appointments.filter(Q(given__contains=word) | Q(family__contains=word))
    return appointments
