"""What a plan takes along, and what upper apps keep of it: each registers its steps and its counts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from institutions.actors import with_lower_areas
from institutions.models import Appointment, Area, PlanKind, ReorganisationPlan
from institutions.states import AppointmentState

STEPS = range(1, 9)


@dataclass(frozen=True)
class Cut:
    """The part of the tree that a plan takes to another institution, before it moved or after."""

    plan: ReorganisationPlan

    @cached_property
    def olds(self) -> list[int]:
        """Keys of the áreas as they were, the origin first and each parent before those below it."""
        origin = self.plan.origin
        keys, rows = with_lower_areas(origin.institution, {origin.pk}), []
        below = {}
        for one in Area.objects.filter(pk__in=keys).exclude(pk=origin.pk).order_by("name", "pk"):
            below.setdefault(one.parent_id, []).append(one.pk)
        waiting = [origin.pk]
        while waiting:
            rows.append(waiting.pop(0))
            waiting = below.get(rows[-1], []) + waiting
        return rows

    @property
    def successors(self) -> dict[int, int]:
        """Key of the new área of each old one; empty before the first step, and inside one institution."""
        return dict(self.plan.successions.values_list("old", "new"))

    @property
    def people(self):
        """Posts that are not over, wherever they are by now."""
        places = [*self.olds, *self.successors.values()]
        return Appointment.objects.filter(area__in=places).exclude(state=AppointmentState.INACTIVE)

    @property
    def leaves_institution(self) -> bool:
        return self.plan.kind != PlanKind.INSIDE

    @property
    def institution(self):
        """Where everything goes."""
        return self.plan.destination.institution


@dataclass(frozen=True)
class Part:
    """Something that a plan touches.

    Attributes:
        step: at which it is carried out; 0 for what is only counted.
        expect: ``expect(cut) -> int``, before anything moved.
        carry_out: ``carry_out(cut) -> int``: how many were touched; a second run finds nothing to do.
    """

    code: str
    label: str
    step: int
    expect: Callable[[Cut], int]
    carry_out: Callable[[Cut], int] | None = None


_parts: dict[str, Part] = {}


def register(*parts: Part) -> None:
    """Add parts.

    Raises:
        ValueError: two have the same code.
    """
    for part in parts:
        if part.code in _parts:
            raise ValueError(f"two parts of a reorganisation are called {part.code}")
        _parts[part.code] = part


def parts() -> list[Part]:
    return list(_parts.values())


def parts_of(step: int) -> list[Part]:
    return [part for part in _parts.values() if part.step == step]


def expected(cut: Cut) -> dict[str, int]:
    """What each part will touch; nothing of a post or a document changes when an área moves inside its institution."""
    return {part.code: part.expect(cut) for part in _parts.values() if cut.leaves_institution or part.code in INSIDE}


INSIDE = ("areas", "people")  # all that the rehearsal of a move inside tells
