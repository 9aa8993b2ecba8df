"""One ordinary ZIP given away while it is made: nobody knows its length, nothing of it is kept.

The writer of a part wants somewhere to write. Here that is a small store which is emptied after
every member: memory stays flat whatever a member weighs, and what goes to a disk is a file without
a name, which the system takes back even from a killed process.
"""

import tempfile
from collections.abc import Iterable, Iterator

from .members import SourceMember
from .sinks import StreamSink, open_sink
from .writer import write_members, write_own_directory

CHUNK = 256 * 1024  # bytes given at once
_HELD = 4 * 1024 * 1024  # bytes of one member kept in memory, the rest on a disk


def stream_zip(members: Iterable[SourceMember]) -> Iterator[bytes]:
    """The bytes of a complete ZIP, member by member; the first one leaves at once.

    Closing the iterator early stops the work there. Names must be unique by construction.

    Raises `MemberError` when a member is not what it declares: what left so far is no ZIP.
    """
    with tempfile.SpooledTemporaryFile(_HELD) as held, open_sink(_Outlet(held)) as sink:
        entries = []
        for member in members:
            entries += write_members(sink, [member])
            yield from _taken(sink, held)
        write_own_directory(sink, entries)
        sink.seal()
        yield from _taken(sink, held)


class _Outlet:
    """What the sink sees of the store: `write()` alone."""

    def __init__(self, held):
        self.write = held.write


def _taken(sink: StreamSink, held) -> Iterator[bytes]:
    """What the sink has written since the last time."""
    sink.flush()
    held.seek(0)
    while chunk := held.read(CHUNK):
        yield chunk
    held.seek(0)
    held.truncate()
