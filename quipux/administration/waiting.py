"""«Tablero»: what waits for somebody of the SGE, on the first page of the administration (accounts-portal §12)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Queue:
    """One thing that waits.

    Attributes:
        label: what it is, in words.
        count: how many wait now.
        address: where it is attended; empty when only machines do.
        note: small print, for example how many are overdue.
        is_urgent: something is late or wrong, which the note says too.
    """

    label: str
    count: int
    address: str = ""
    note: str = ""
    is_urgent: bool = False


Provider = Callable[[datetime], Iterable[Queue]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let an app add its queues; ``provider(now)`` asks few and short questions and names nobody."""
    if provider not in _providers:
        _providers.append(provider)


def queues(now: datetime) -> list[Queue]:
    """All queues, in the order in which the apps came."""
    return [queue for provider in _providers for queue in provider(now)]


def overdue(count: int) -> str:
    """The small print of what is late."""
    return f"{count} {'vencida' if count == 1 else 'vencidas'}" if count else ""
