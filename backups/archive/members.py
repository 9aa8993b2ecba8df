"""What goes into a part: members to plan with, and members to read bytes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, NoReturn

from .deflate import CHUNK, crc32, pays
from .errors import MemberError

STORE, DEFLATE = "store", "deflate"
When = datetime | tuple[int, ...]


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
    once and may give short reads. A plain `open(path, "rb")` lets the kernel copy the
    bytes. `crc32` and `method` (`STORE` or `DEFLATE`) spare one reading each when the
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
    try:
        return member.open()
    except OSError as error:
        raise_fault(member.name, error)


def read_block(member: SourceMember, source: BinaryIO, count: int) -> bytes:
    """Up to `count` bytes of the member; fewer only at the end of the source.

    Sockets and object storages give short reads; blocks must not depend on them.
    """
    try:
        block = source.read(count)
        if len(block) == count or not block:
            return block
        blocks, missing = [block], count - len(block)
        while missing and (block := source.read(missing)):
            blocks.append(block)
            missing -= len(block)
    except OSError as error:
        raise_fault(member.name, error)
    return b"".join(blocks)


def blocks_of(member: SourceMember, source: BinaryIO) -> Iterator[bytes]:
    """The member's bytes in blocks of `CHUNK`.

    Raises `MemberError` when there are fewer or more bytes than the member declares.
    """
    missing = member.size
    while missing:
        block = read_block(member, source, min(CHUNK, missing))
        if not block:
            raise MemberError(member.name, "short")
        missing -= len(block)
        yield block
    if read_block(member, source, 1):
        raise MemberError(member.name, "long")


def read_whole(member: SourceMember) -> bytes:
    """All the bytes of a small member, checked against its size."""
    if member.data is not None:
        data = member.data
    else:
        with opened(member) as source:
            data = read_block(member, source, member.size + 1)
    if len(data) != member.size:
        raise MemberError(member.name, "short" if len(data) < member.size else "long")
    return data


def measure(member: SourceMember) -> tuple[int, bool]:
    """CRC-32 of a large member, and whether deflating it pays, in one reading."""
    crc, worth = 0, None
    with opened(member) as source:
        for block in blocks_of(member, source):
            crc = crc32(block, crc)
            worth = pays(block) if worth is None else worth
    return crc, bool(worth)


def deflating_pays(member: SourceMember) -> bool:
    """The sample alone, for a large member whose CRC-32 is already known."""
    with opened(member) as source:
        return pays(read_block(member, source, CHUNK))
