"""Where «Ayuda» sends who is signed in: the apps know her institution, the portal does not (institutions §13)."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Desk:
    """Who helps this person first.

    Attributes:
        place: of whom it is: the name of the institution.
        mailbox, hours, staff: empty where the institution did not say.
        cases: address of the page of her cases.
    """

    place: str
    mailbox: str
    hours: str
    staff: str
    cases: str


_finders: list[Callable] = []


def register(finder: Callable) -> Callable:
    """Add ``finder(request) -> Desk | None``. Adding it twice changes nothing."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def desk_for(request) -> Desk | None:
    """Of the first app that knows one; None for who is not signed in."""
    found = (finder(request) for finder in _finders)
    return next((desk for desk in found if desk is not None), None)
