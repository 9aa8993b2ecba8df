"""What goes into a part: members to plan with, and members to read bytes from."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO, NoReturn

from .deflate import CHUNK, crc32, pays
from .errors import MemberError

STORE, DEFLATE = "store", "deflate"
When = datetime | tuple[int, ...]

_DIRECT = (io.FileIO, io.BufferedReader, io.BufferedRandom, io.BytesIO)  # they read into any memory


@dataclass(frozen=True, slots=True)
class Member:
    """What a plan needs to know about one file of a document.

    `size` in bytes; it may be an upper bound for texts not yet generated. `stored_size`
    is given only when the deflated size is already known.
    """

    name: str
    size: int
    crc32: int | None = None
    mtime: When | None = None
    stored_size: int | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class SourceMember:
    """One file to be packed, from `data` or from what `open()` gives.

    `open` returns a binary file positioned at its start; it may be called more than
    once and may give short reads. A plain `open(path, "rb")` is read without a copy
    in between. `crc32` and `method` (`STORE` or `DEFLATE`) spare one reading each when the
    store knows them. `stored_size` is the most the plan allows, in bytes.
    """

    name: str
    mtime: When
    size: int
    crc32: int | None = None
    open: Callable[[], BinaryIO] | None = None
    data: bytes | None = None
    method: str | None = None
    stored_size: int | None = None

    @classmethod
    def from_bytes(cls, name: str, data: bytes, mtime: When, method: str | None = None):
        """A member whose bytes are already in memory."""
        return cls(name=name, mtime=mtime, size=len(data), data=data, method=method)


def raise_fault(name: str, error: OSError) -> NoReturn:
    """Raises what reading a member that met `error` amounts to.

    A file that is missing or broken is that member's fault, a `MemberError`; a storage
    that does not answer is the machine's and must not be laid to a document, so lost
    connections and timeouts go on as they came.
    """
    if isinstance(error, ConnectionError | TimeoutError):
        raise error
    code = "missing" if isinstance(error, FileNotFoundError) else "unreadable"
    raise MemberError(name, code) from error


def opened(member: SourceMember) -> BinaryIO:
    """The source of a member, to be closed by the caller."""
    if member.data is not None:
        return io.BytesIO(member.data)
    try:
        return member.open()
    except OSError as error:
        raise_fault(member.name, error)


def fill(member: SourceMember, source: BinaryIO, room: memoryview) -> int:
    """Reads into `room` until it is full or the source ends; gives the bytes read.

    Sockets and object storages give short reads; what is packed must not depend on them.
    """
    read_into = source.readinto if isinstance(source, _DIRECT) else partial(_read_into, source)
    filled = 0
    try:
        while filled < len(room) and (count := read_into(room[filled:])):
            filled += count
    except OSError as error:
        raise_fault(member.name, error)
    return filled


def _read_into(source: BinaryIO, room: memoryview) -> int:
    data = source.read(len(room))
    room[: len(data)] = data
    return len(data)


def fill_with_whole(member: SourceMember, room: memoryview) -> memoryview:
    """The part of `room` that all the bytes of the member fill.

    `room` has one byte more than the member declares: so a longer source is found out.
    """
    with opened(member) as source:
        count = fill(member, source, room)
    if count != member.size:
        raise MemberError(member.name, "short" if count < member.size else "long")
    return room[:count]


def fill_by_steps(member: SourceMember, source: BinaryIO, room_of: Callable[[int], memoryview]) -> Iterator[memoryview]:
    """The member's bytes step by step, each read into the `room_of(bytes missing)`.

    Raises `MemberError` when there are fewer or more bytes than the member declares.
    """
    missing = member.size
    while missing:
        room = room_of(missing)
        if fill(member, source, room) < len(room):
            raise MemberError(member.name, "short")
        missing -= len(room)
        yield room
    if fill(member, source, memoryview(bytearray(1))):
        raise MemberError(member.name, "long")


def blocks_of(member: SourceMember, source: BinaryIO) -> Iterator[memoryview]:
    """The member's bytes in blocks of `CHUNK`; each is gone when the next is asked for.

    Raises `MemberError` as `fill_by_steps`.
    """
    room = memoryview(bytearray(CHUNK))
    return fill_by_steps(member, source, lambda missing: room[:missing])


def measure(member: SourceMember) -> tuple[int, bool]:
    """CRC-32 of a member, and whether deflating it pays, in one reading."""
    crc, worth = 0, None
    with opened(member) as source:
        for block in blocks_of(member, source):
            crc = crc32(block, crc)
            worth = pays(block) if worth is None else worth
    return crc, bool(worth)


def deflating_pays(member: SourceMember) -> bool:
    """The sample alone, for a large member whose CRC-32 is already known."""
    room = memoryview(bytearray(CHUNK))
    with opened(member) as source:
        return pays(room[: fill(member, source, room)])
