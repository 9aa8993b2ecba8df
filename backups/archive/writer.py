"""Writes one part: members one after another, then the directory that closes it.

A part is a complete ZIP file by itself; the first part of a set begins, besides, with
the split marker. Sizes and CRC-32 of every member are known before its header is
written, so the target is never rewound: a file, a pipe and an upload are all the same.
The format of each record is in `layout`; how bytes travel, in `sinks`.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from . import layout
from .deflate import CHUNK, compressor, crc32, pays, shrink
from .errors import MemberError
from .layout import DEFLATED, STORED, Entry
from .members import (
    DEFLATE,
    SourceMember,
    blocks_of,
    deflating_pays,
    measure,
    opened,
    read_whole,
)
from .naming import check_entry_name, fold
from .sinks import Sink, open_sink

SMALL = 4 * 1024 * 1024  # bytes up to which a member is packed from memory
_SPOOL = 4 * 1024 * 1024  # bytes of deflated member kept in memory, the rest on disk


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
        entries = tuple(Entry(*row) for row in values["entries"])
        return cls(entries, values["bytes"], values["sha256"], values["first"])


def write_part(
    target: BinaryIO, members: Iterable[SourceMember], *, first: bool, verify_crc: bool = True
) -> PartRecord:
    """Writes one part to `target`, from its current position, and tells what it holds.

    `first` puts the split marker in front: the first part of a set of two or more.
    `verify_crc` compares the CRC-32 of stored members with the bytes really copied.
    `members` is consumed one by one: a generator may stop between two of them.

    Raises `MemberError` when a member is not what it declares: discard the part.
    The bytes are those of backups.md §5.4 and depend on the members alone (§5.3.5).
    """
    with open_sink(target) as sink:
        if first:
            sink.write(layout.SPLIT_MARKER)
        entries = write_members(sink, members, verify_crc=verify_crc)
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


def write_members(sink: Sink, members: Iterable[SourceMember], *, verify_crc: bool = True) -> tuple[Entry, ...]:
    """Writes every member with its local header; gives their entries in order."""
    entries, seen = [], set()
    for member in members:
        if not check_entry_name(member.name):
            raise MemberError(member.name, "name")
        if (key := fold(member.name)) in seen:
            raise MemberError(member.name, "repeated")
        seen.add(key)
        entries.append(_write_member(sink, member, verify=verify_crc))
    return tuple(entries)


def _write_member(sink: Sink, member: SourceMember, *, verify: bool) -> Entry:
    if member.data is not None or member.size <= SMALL:
        return _write_small(sink, member)
    if member.crc32 is None:
        crc, worth = measure(member)
        member = replace(member, crc32=crc)
    else:
        worth = member.method is None and deflating_pays(member)
    if member.method == DEFLATE or (member.method is None and worth):
        with _deflated(member) as (spool, stored_size):
            if stored_size < member.size:
                return _write_deflated(sink, member, spool, stored_size)
    return _write_stored(sink, member, verify=verify)


def _write_small(sink: Sink, member: SourceMember) -> Entry:
    """A member that fits in memory: read once, sampled, written."""
    data = read_whole(member)
    crc = crc32(data)
    if member.crc32 not in (None, crc):
        raise MemberError(member.name, "crc")
    method, content = STORED, data
    if member.method == DEFLATE or (member.method is None and pays(data[:CHUNK])):
        shrunk = shrink(data)
        if len(shrunk) < len(data):
            method, content = DEFLATED, shrunk
    entry = _entry(sink, member, method=method, crc=crc, stored_size=len(content))
    sink.write(layout.local_header(entry))
    sink.write(content)
    return entry


def _write_deflated(sink: Sink, member: SourceMember, spool: BinaryIO, stored_size: int) -> Entry:
    entry = _entry(sink, member, method=DEFLATED, crc=member.crc32, stored_size=stored_size)
    sink.write(layout.local_header(entry))
    sink.spooled(spool)
    return entry


def _write_stored(sink: Sink, member: SourceMember, *, verify: bool) -> Entry:
    entry = _entry(sink, member, method=STORED, crc=member.crc32, stored_size=member.size)
    with opened(member) as source:
        sink.write(layout.local_header(entry))
        sink.copy(member, source, verify=verify)
    return entry


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


@contextmanager
def _deflated(member: SourceMember) -> Iterator[tuple[BinaryIO, int]]:
    """A large member deflated aside: its header needs the size before the bytes."""
    engine, crc = compressor(), 0
    with tempfile.SpooledTemporaryFile(_SPOOL) as spool:
        with opened(member) as source:
            for block in blocks_of(member, source):
                crc = crc32(block, crc)
                spool.write(engine.compress(block))
        spool.write(engine.flush())
        if crc != member.crc32:
            raise MemberError(member.name, "crc")
        stored_size = spool.tell()
        spool.seek(0)
        yield spool, stored_size
