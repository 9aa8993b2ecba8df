"""What the rows of the database name in the store; upper apps add theirs."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from quipux.files.models import StoredFile


class Content(NamedTuple):
    """Bytes of the store that must exist for the database to be whole."""

    alias: str
    key: str
    size: int
    sha256: str


def contents_of(listed: BinaryIO) -> Iterator[Content]:
    """What a list of contents names, line by line."""
    listed.seek(0)
    return (Content(*json.loads(line)) for line in listed)


_sources: list[Callable[[], Iterable[Content]]] = []


def register(source: Callable[[], Iterable[Content]]) -> None:
    """Let an app name more contents; ``source`` reads rows only."""
    if source not in _sources:
        _sources.append(source)


def named() -> Iterator[Content]:
    """Everything the rows name, as the current transaction sees them."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        yield Content("default", stored.key, stored.size, stored.sha256)
    for source in _sources:
        yield from source()
