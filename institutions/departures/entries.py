"""The lines of the checklist (institutions §11.3); each app that keeps something of a post registers its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from institutions.models import Appointment, Departure

DOCUMENTS, TASKS = "documento", "tarea"


@dataclass(frozen=True)
class Item:
    """One line.

    Attributes:
        code: «DV-01».
        obligatory: without a destination, or with something left, nobody is deactivated by hand.
        count: ``count(departure) -> int``: what is left now.
        lines: ``lines(departure) -> sequence of str``: numbers and dates, never contents.
        move: ``move(departure, destination) -> int``: pass everything to one appointment, and say how much; called
            inside the transaction that ends the post. None where nothing is passed on.
        noun: what is counted in «Faltan destinos: …»; empty for a line with another way.
        link: ``link(departure, actor) -> (text, url) | None``: where it is done.
        says: ``says(departure) -> str``: the state in words where a count says little.
        settled: ``settled(departure) -> bool``, of a line that says and does not count.
        only_chosen: passes on only where somebody chose to whom, and never by default.
    """

    code: str
    label: str
    count: Callable[[Departure], int]
    obligatory: bool = False
    lines: Callable[[Departure], Sequence[str]] | None = None
    move: Callable[[Departure, Appointment], int] | None = None
    noun: str = ""
    link: Callable | None = None
    says: Callable[[Departure], str] | None = None
    settled: Callable[[Departure], bool] | None = None
    only_chosen: bool = False


_items: dict[str, Item] = {}
_farewells: list[Callable[[Departure], None]] = []


def register(*items: Item) -> None:
    """Add lines; one code names one line."""
    for item in items:
        _items[item.code] = item


def register_farewell(farewell: Callable[[Departure], None]) -> None:
    """Add what else is done when a post ends, inside the same transaction."""
    if farewell not in _farewells:
        _farewells.append(farewell)


def items() -> list[Item]:
    """In the order of their codes."""
    return [_items[code] for code in sorted(_items)]


def farewells() -> list[Callable[[Departure], None]]:
    return list(_farewells)
