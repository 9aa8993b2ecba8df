"""Whose a row is: each app registers the models that belong to an institution, children before parents."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from institutions.models import Institution


@dataclass(frozen=True)
class Rows:
    """The rows of one model that go with their institution.

    Attributes:
        lookups: each leads from a row to the key of an institution; one that fits is enough.
    """

    model: type[Model]
    lookups: tuple[str, ...]

    def of(self, institutions) -> QuerySet:
        """Those of the institutions with these keys."""
        found = Q()
        for lookup in self.lookups:
            found |= Q(**{f"{lookup}__in": institutions})
        return self.model._base_manager.filter(found)


_batches: list[tuple[Rows, ...]] = []
_partners: list[Callable[[int], set[int]]] = []
_waits: list[Callable[[int], bool]] = []


def register(*rows: Rows) -> None:
    """Add models of an app; lower apps register first, and their rows go last."""
    _batches.append(rows)


def register_partners(partners: Callable[[int], set[int]]) -> None:
    """Let an app say with which institutions (keys) one has rows in common."""
    _partners.append(partners)


def register_wait(waits: Callable[[int], bool]) -> None:
    """Let an app say that an institution (key) has something that ends by itself, and must not go before."""
    _waits.append(waits)


def everything() -> Iterator[Rows]:
    """All registered models, in the order in which they go."""
    for batch in reversed(_batches):
        yield from batch


def partners_of(institution: int) -> set[int]:
    found = set().union(*(ask(institution) for ask in _partners))
    return found - {institution}


def waits(institution: Institution) -> bool:
    return any(ask(institution.pk) for ask in _waits)
