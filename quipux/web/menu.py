"""What the apps put into the frame: entries of the side menu, and notices above the header.

The frame imports no app. Each app registers its providers when it starts, in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

# Order of the groups as people know it; groups not named here follow, in order of registration.
GROUP_ORDER = ("", "Bandejas", "Otras Bandejas", "Bandeja de Entrada", "Otros", "Administración")


@dataclass(frozen=True)
class MenuItem:
    """A link of the side menu.

    ``unread`` and ``total`` are the counters at its right; None leaves one out. A ``primary`` item is
    drawn as the green button above the groups (NUEVO).
    """

    label: str
    url: str
    unread: int | None = None
    total: int | None = None
    current: bool = False
    primary: bool = False


@dataclass(frozen=True)
class MenuGroup:
    """Items under one heading. Groups of equal label from several providers are joined."""

    label: str
    items: list[MenuItem] = field(default_factory=list)


@dataclass(frozen=True)
class Notice:
    """A running maintenance or alert notice: one sentence, with the instant at which it ends."""

    text: str
    kind: str = "Aviso"


_menu_providers: list[Callable] = []
_citizen_providers: list[Callable] = []
_notice_providers: list[Callable] = []


def register(provider: Callable) -> Callable:
    """Add ``provider(request) -> iterable of MenuGroup``. Adding it twice changes nothing."""
    if provider not in _menu_providers:
        _menu_providers.append(provider)
    return provider


def register_citizen(provider: Callable) -> Callable:
    """The same for the menu of a citizen, who sees no entry of the office."""
    if provider not in _citizen_providers:
        _citizen_providers.append(provider)
    return provider


def register_notices(provider: Callable) -> Callable:
    """Add ``provider(request) -> iterable of Notice``. Adding it twice changes nothing."""
    if provider not in _notice_providers:
        _notice_providers.append(provider)
    return provider


def menu_for(request, *, citizen: bool = False) -> list[MenuGroup]:
    """All groups for this person, in an office or as a citizen, joined by label and in the order people know."""
    joined: dict[str, list[MenuItem]] = {}
    for provider in _citizen_providers if citizen else _menu_providers:
        for group in provider(request):
            joined.setdefault(group.label, []).extend(group.items)
    groups = [MenuGroup(label, items) for label, items in joined.items() if items]
    return sorted(groups, key=_position)


def notices_for(request) -> list[Notice]:
    return [notice for provider in _notice_providers for notice in provider(request)]


def unread_in(groups: Iterable[MenuGroup], label: str = "Recibidos") -> int | None:
    """The unread counter of one tray, shown on the closed menu of narrow screens."""
    for group in groups:
        for item in group.items:
            if item.label == label:
                return item.unread
    return None


def _position(group: MenuGroup) -> int:
    return GROUP_ORDER.index(group.label) if group.label in GROUP_ORDER else len(GROUP_ORDER)
