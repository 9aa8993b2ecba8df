"""What upper apps know of an área: who depends on it, and what a move touches (institutions §6.1)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from institutions.models import Area

_dependants: list[Callable] = []
_counts: list["Count"] = []


@dataclass(frozen=True)
class Count:
    """Something the preview of a move counts."""

    label: str
    count: Callable[[Iterable[int]], int]


def register_dependants(provider: Callable) -> None:
    """Add ``provider(area) -> queryset of Area``: active áreas that use something of it."""
    _dependants.append(provider)


def register_count(label: str, count: Callable[[Iterable[int]], int]) -> None:
    """Add a line to the preview of a move: Spanish label, and how many of the áreas with these keys it concerns."""
    _counts.append(Count(label, count))


def dependants_of(area: Area) -> list[Area]:
    """Active áreas that keep their paper in ``area``, take its template or its numbers; by name, each once."""
    own = [area.archived_here.all(), area.templates_from_here.all(), *(provider(area) for provider in _dependants)]
    found = {one.pk: one for rows in own for one in rows.filter(is_active=True) if one.pk != area.pk}
    return sorted(found.values(), key=lambda one: one.name)


def counts_of(areas: Iterable[int]) -> list[tuple[str, int]]:
    """Label and count of everything registered, for the áreas with these keys."""
    keys = list(areas)
    return [(one.label, one.count(keys)) for one in _counts]
