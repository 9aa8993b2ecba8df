"""The lines of the checklist (institutions §11.3); each app that keeps something of a post registers its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, QuerySet

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
        pieces: ``pieces(departure)``: what the line counts, as an ordered queryset of rows with ``uuid``, where each may
            have a destination of its own. None where the line passes on whole.
        piece_words: ``piece_words(row) -> str``: how one of them is named.
        move_pieces: ``move_pieces(departure, destination, keys) -> int``: as ``move``, of the rows with these uuids.
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
    pieces: Callable[[Departure], QuerySet] | None = None
    piece_words: Callable[[Model], str] | None = None
    move_pieces: Callable[[Departure, Appointment, Sequence[UUID]], int] | None = None


_items: dict[str, Item] = {}
_farewells: list[Callable[[Departure], None]] = []


def register(*items: Item) -> None:
    """Add lines.

    Raises:
        ValueError: a code names another line already.
    """
    for item in items:
        if _items.setdefault(item.code, item) is not item:
            raise ValueError(f"two lines {item.code}")


def register_farewell(farewell: Callable[[Departure], None]) -> None:
    """Add what else is done when a post ends, inside the same transaction."""
    if farewell not in _farewells:
        _farewells.append(farewell)


def items() -> list[Item]:
    """In the order of their codes."""
    return [_items[code] for code in sorted(_items)]


def farewells() -> list[Callable[[Departure], None]]:
    return list(_farewells)
