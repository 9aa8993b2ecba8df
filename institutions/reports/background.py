"""Reports too long to be waited for in front of the page: an upper app makes them (institutions §14)."""

from collections.abc import Callable

from django.conf import settings

from quipux import exports

_makers: list[Callable] = []
_for_operators: list[Callable] = []


def register(ask: Callable) -> None:
    """Let an app make them: ``ask(page, kind, actor) -> str`` queues one and gives the address of its file."""
    _makers[:] = [ask]


def register_for_operators(ask: Callable) -> None:
    """The same for those that an operator of the SGE asks for."""
    _for_operators[:] = [ask]


def is_large(total: int, kind: str) -> bool:
    """Whether a report of ``total`` rows is made in the background."""
    return total > settings.QUIPUX_EXPORT_MAX_ROWS or (kind == exports.Kind.PDF and total > exports.PDF_AT_ONCE)


def ask(page, kind: str, actor) -> str:
    """Queue one; the address where its file will be. Raises as the app that makes it."""
    return _makers[0](page, kind, actor)


def ask_as_operator(page, kind: str, operator) -> str:
    """The same, by an operator of the SGE."""
    return _for_operators[0](page, kind, operator)
