"""What the subjects of a Recorrido are called, and finding one by what people write (accounts-portal §12)."""

from collections.abc import Callable, Iterable
from uuid import UUID

Subject = tuple[str, UUID]
_words: dict[str, str] = {}
_finders: list[Callable[[str], Iterable[Subject]]] = []


def register(words: dict[str, str], finder: Callable[[str], Iterable[Subject]] | None = None) -> None:
    """Let an app name its kinds of subject, kind → Spanish word, and find some of them by a number."""
    _words.update(words)
    if finder and finder not in _finders:
        _finders.append(finder)


def word(kind: str) -> str:
    """The word of a kind; the kind itself when nobody gave one."""
    return _words.get(kind, kind)


def kinds() -> list[str]:
    """Every kind that an app named."""
    return list(_words)


def find(text: str) -> list[Subject]:
    """The subjects that ``text``, a number as people quote it, names."""
    return [subject for finder in _finders for subject in finder(text)]
