"""The tree of áreas as it is read: depth, Jefe and people in a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Count, Q

from institutions.models import Appointment, Area
from institutions.states import AppointmentState
from quipux.web.text import folded

CHIEF = Appointment.Profile.CHIEF


@dataclass(frozen=True)
class Row:
    """An área in its place."""

    area: Area
    depth: int
    chief: Appointment | None

    @property
    def name(self) -> str:
        return "— " * self.depth + self.area.name


def rows_for(actor, *, text: str = "", everything: bool = True) -> list[Row]:
    """The áreas an administrator reaches, as a tree; with ``text`` only those whose name or sigla has it.

    Args:
        everything: deactivated ones too.
    """
    areas = Area.objects.administered_by(actor).select_related("parent").annotate(people=_people())
    if not everything:
        areas = areas.filter(is_active=True)
    chiefs = chiefs_of(actor.institution)
    rows = [Row(area, depth, chiefs.get(area.pk)) for depth, area in _ordered(areas.order_by("name", "pk"))]
    wanted = folded(text)
    return [row for row in rows if wanted in folded(f"{row.area.sigla} {row.area.name}")] if wanted else rows


def _people():
    return Count("appointments", filter=~Q(appointments__state=AppointmentState.INACTIVE))


def chiefs_of(institution) -> dict[int, Appointment]:
    """The Jefe of each área that has one, by the área's key."""
    rows = Appointment.objects.filter(institution=institution, profile=CHIEF).exclude(state=AppointmentState.INACTIVE)
    return {row.area_id: row for row in rows.select_related("person")}


def chief_of(area: Area) -> Appointment | None:
    """The Jefe of one área."""
    return chiefs_of(area.institution).get(area.pk)


def _ordered(areas):
    below, known = {}, {area.pk for area in areas}
    for area in areas:
        below.setdefault(area.parent_id if area.parent_id in known else None, []).append(area)
    return list(_walk(below, None, 0))


def _walk(below, parent, depth):
    for area in below.get(parent, ()):
        yield depth, area
        yield from _walk(below, area.pk, depth + 1)


def choices(areas) -> list[tuple[int, str]]:
    """Áreas for a drop-down, indented as the tree."""
    return [
        (area.pk, f"{'— ' * depth}{area.name} ({area.sigla})") for depth, area in _ordered(areas.order_by("name", "pk"))
    ]
