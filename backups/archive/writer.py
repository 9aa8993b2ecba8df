"""Writes one part: members one after another, then the directory that closes it.

A part is a complete ZIP file by itself; the first part of a set begins, besides, with
the split marker. Sizes and CRC-32 of every member are known before its header is
written, so the target is never rewound: a file, a pipe and an upload are all the same.
The format of each record is in `layout`; how bytes travel, in `sinks`.

A member that fits the sink's room is read once, behind the place of its header. A larger
one is read for its CRC-32, unless the store knows it, and then again to be written; both
readings must agree.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from . import layout
from .deflate import CHUNK, crc32, deflate, pays
from .errors import MemberError
from .layout import DEFLATED, STORED, Entry
from .members import DEFLATE, SourceMember, blocks_of, deflating_pays, fill_by_steps, fill_with_whole, measure, opened
from .naming import check_entry_name, fold
from .sinks import HOLD, STEP, Sink, open_sink

_SPOOL = 4 * 1024 * 1024  # bytes up to which a member is deflated in memory, larger ones on the disk


@dataclass(frozen=True, slots=True)
class PartRecord:
    """What remains known of a written part; enough for the global directory.

    `bytes` is the size of the part, `sha256` its digest in hexadecimal, `first` tells
    whether it begins with the split marker.
    """

    entries: tuple[Entry, ...]
    bytes: int
    sha256: str
    first: bool = False

    def to_dict(self) -> dict:
        """Plain values for JSON; entries as rows in the order of `Entry`."""
        return {
            "bytes": self.bytes,
            "sha256": self.sha256,
            "first": self.first,
            "entries": [list(entry) for entry in self.entries],
        }

    @classmethod
    def from_dict(cls, values: dict) -> "PartRecord":
        """The record that `to_dict` gave."""
        entries = tuple(map(Entry._make, values["entries"]))
        return cls(entries, values["bytes"], values["sha256"], values["first"])


def write_part(target: BinaryIO, members: Iterable[SourceMember], *, first: bool, aside: bool = False) -> PartRecord:
    """Writes one part to `target`, from its current position, and tells what it holds.

    `first` puts the split marker in front: the first part of a set of two or more.
    `members` is consumed one by one: a generator may stop between two of them.
    `aside` hashes in a thread, for who has a second processor idle.

    Raises `MemberError` when a member is not what it declares: discard the part.
    The bytes are those of backups.md §5.4 and depend on the members alone (§5.3.5).
    """
    with open_sink(target, aside=aside) as sink:
        if first:
            sink.write(layout.SPLIT_MARKER)
        entries = write_members(sink, members)
        write_own_directory(sink, entries)
        digest = sink.seal()
    return PartRecord(entries, sink.position, digest, first)


def write_own_directory(sink: Sink, entries: Sequence[Entry]) -> None:
    """Closes a part as a ZIP file by itself: disk 0, offsets from its own start."""
    start = sink.position
    for entry in entries:
        sink.write(layout.central_header(entry))
    size = sink.position - start
    sink.write(layout.end_records(entries=len(entries), start=start, size=size))


def write_members(sink: Sink, members: Iterable[SourceMember]) -> tuple[Entry, ...]:
    """Writes every member with its local header; gives their entries in order."""
    entries, seen = [], set()
    for member in members:
        if not check_entry_name(member.name):
            raise MemberError(member.name, "name")
        if (key := fold(member.name)) in seen:
            raise MemberError(member.name, "repeated")
        seen.add(key)
        entries.append(_write_held(sink, member) if member.size <= HOLD else _write_large(sink, member))
    return tuple(entries)


def _write_held(sink: Sink, member: SourceMember) -> Entry:
    """A member that fits the room: read there once, behind the place of its header."""
    header = layout.local_length(name=len(member.name.encode()), size=member.size)
    room = sink.room(header + member.size + 1)
    data = fill_with_whole(member, room[header:])
    crc = crc32(data)
    if member.crc32 not in (None, crc):
        raise MemberError(member.name, "crc")
    if member.method == DEFLATE or (member.method is None and pays(data[:CHUNK])):
        blocks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
        with _deflated(member, blocks, crc) as (spool, stored_size):
            if stored_size < member.size:
                return _write_deflated(sink, member, crc, spool, stored_size)
    entry = _entry(sink, member, method=STORED, crc=crc, stored_size=member.size)
    room[:header] = layout.local_header(entry)
    sink.added(header + member.size)
    return entry


def _write_large(sink: Sink, member: SourceMember) -> Entry:
    """A member read again to be written, its CRC-32 being known by then."""
    if member.crc32 is None:
        crc, worth = measure(member)
    else:
        crc, worth = member.crc32, member.method is None and deflating_pays(member)
    if member.method == DEFLATE or (member.method is None and worth):
        with opened(member) as source, _deflated(member, blocks_of(member, source), crc) as (spool, stored_size):
            if stored_size < member.size:
                return _write_deflated(sink, member, crc, spool, stored_size)
    entry = _entry(sink, member, method=STORED, crc=crc, stored_size=member.size)
    sink.write(layout.local_header(entry))
    _copy(sink, member, crc)
    return entry


def _copy(sink: Sink, member: SourceMember, crc: int) -> None:
    copied = 0
    with opened(member) as source:
        for step in fill_by_steps(member, source, lambda missing: sink.room(min(STEP, missing))):
            copied = crc32(step, copied)
            sink.added(len(step))
    if copied != crc:
        raise MemberError(member.name, "crc")


def _write_deflated(sink: Sink, member: SourceMember, crc: int, spool: BinaryIO, stored_size: int) -> Entry:
    entry = _entry(sink, member, method=DEFLATED, crc=crc, stored_size=stored_size)
    sink.write(layout.local_header(entry))
    while count := spool.readinto(sink.room(STEP)):
        sink.added(count)
    return entry


@contextmanager
def _deflated(member: SourceMember, blocks: Iterable[memoryview], crc: int) -> Iterator[tuple[BinaryIO, int]]:
    """A member deflated aside: its header needs the size before the bytes."""
    with _spool(member.size) as spool:
        if deflate(blocks, spool) != crc:
            raise MemberError(member.name, "crc")
        stored_size = spool.tell()
        spool.seek(0)
        yield spool, stored_size


def _spool(size: int) -> BinaryIO:
    if size <= _SPOOL:
        return io.BytesIO()
    import tempfile  # seldom needed, and slow to load

    return tempfile.TemporaryFile()


def _entry(sink: Sink, member: SourceMember, *, method: int, crc: int, stored_size: int) -> Entry:
    if member.stored_size is not None and stored_size > member.stored_size:
        raise MemberError(member.name, "stored_size")
    return Entry(
        name=member.name,
        method=method,
        crc32=crc,
        size=member.size,
        stored_size=stored_size,
        offset=sink.position,
        stamp=layout.dos_stamp(member.mtime),
    )
