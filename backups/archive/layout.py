"""The records of a ZIP file as bytes. Section numbers are those of PKWARE's APPNOTE 6.3.

Everything here is pure: numbers in, bytes out. `plan` uses the `*_length` functions,
`writer` and `closing` the functions that give the bytes, so that what is planned and
what is written cannot drift apart.

A document part on disk:

    [PK 07 08]                         only in the first part of a set (8.5.3)
    local header, bytes of the member  4.3.7, once per member
    central header                     4.3.12, once per member
    [zip64 end record and locator]     4.3.14, 4.3.15, only when a number needs them
    end record                         4.3.16
    "sha256:" and 64 digits            the archive comment (4.4.12): our seal

The seal is the SHA-256 of every byte before it. Each part so proves itself, wherever it
is found; readers show it as a comment.
"""

import struct
from datetime import datetime
from typing import NamedTuple

SPLIT_MARKER = b"PK\x07\x08"  # 8.5.3: first four bytes of a split set
STORED, DEFLATED = 0, 8  # 4.4.5
MAX_16, MAX_32 = 0xFFFF, 0xFFFFFFFF  # 4.4.1.4: "look in the zip64 record"

MAX_PARTS = MAX_16  # parts of a set: their indexes fit every reader's 16 bits

_LOCAL = struct.Struct("<4sHHHIIIIHH")  # 4.3.7
_CENTRAL = struct.Struct("<4sHHHHIIIIHHHHHII")  # 4.3.12
_ZIP64_END = struct.Struct("<4sQHHIIQQQQ")  # 4.3.14
_ZIP64_LOCATOR = struct.Struct("<4sIQI")  # 4.3.15
_END = struct.Struct("<4sHHHHIIH")  # 4.3.16

_MADE_BY = 3 << 8 | 45  # 4.4.2: Unix, specification 4.5
_NEEDS_PLAIN, _NEEDS_ZIP64 = 20, 45  # 4.4.3
_UTF8_NAME = 1 << 11  # 4.4.4, bit 11
_REGULAR_0644 = 0o100644 << 16  # 4.4.15: the Unix mode in the upper half
_ZIP64_EXTRA = 0x0001  # 4.5.3
_SEAL_PREFIX = b"sha256:"
_SEAL_LENGTH = len(_SEAL_PREFIX) + 64


class Entry(NamedTuple):
    """What the directories need to know about one member already written.

    `offset` counts bytes from the start of its own part; `stamp` is the MS-DOS date
    (upper 16 bits) and time (lower 16 bits); sizes are bytes, `stored_size` the one
    on disk.
    """

    name: str
    method: int
    crc32: int
    size: int
    stored_size: int
    offset: int
    stamp: int


def dos_stamp(when: datetime | tuple[int, ...]) -> int:
    """Date and time as MS-DOS packs them (4.4.6): two-second steps, 1980 to 2107.

    `when` is a datetime, taken at its own wall clock, or (year, month, day, hour,
    minute, second). Seconds are cut down to the even one; years outside are clamped.
    """
    if isinstance(when, datetime):
        when = (when.year, when.month, when.day, when.hour, when.minute, when.second)
    year, month, day, hour, minute, second = when[:6]
    if year < 1980:
        year, month, day, hour, minute, second = 1980, 1, 1, 0, 0, 0
    elif year > 2107:
        year, month, day, hour, minute, second = 2107, 12, 31, 23, 59, 58
    date = (year - 1980) << 9 | month << 5 | day
    return date << 16 | hour << 11 | minute << 5 | second // 2


def _flags(name: bytes) -> int:
    return 0 if name.isascii() else _UTF8_NAME


def _extra(numbers: list[int]) -> bytes:
    """The zip64 extra field (4.5.3), or nothing when no number needs it."""
    return struct.pack(f"<HH{len(numbers)}Q", _ZIP64_EXTRA, 8 * len(numbers), *numbers) if numbers else b""


def local_header(entry: Entry) -> bytes:
    """4.3.7, with final sizes and CRC: no data descriptor follows the member."""
    name, method, crc, size, stored_size, _, stamp = entry
    name, extra, needs = name.encode(), b"", _NEEDS_PLAIN
    if size >= MAX_32 or stored_size >= MAX_32:
        extra, needs = _extra([size, stored_size]), _NEEDS_ZIP64
        size = stored_size = MAX_32
    flags = _flags(name)
    return (
        _LOCAL.pack(b"PK\x03\x04", needs, flags, method, stamp, crc, stored_size, size, len(name), len(extra))
        + name
        + extra
    )


def central_header(entry: Entry, *, disk: int = 0) -> bytes:
    """4.3.12. `disk` is the index, from 0, of the part that holds the member."""
    name, method, crc, size, stored_size, offset, stamp = entry
    name, large = name.encode(), []  # 4.5.3: the numbers that do not fit, in this order
    if size >= MAX_32 or stored_size >= MAX_32:
        large += [size, stored_size]
        size = stored_size = MAX_32
    if offset >= MAX_32:
        large.append(offset)
        offset = MAX_32
    extra = _extra(large)
    return (
        _CENTRAL.pack(
            b"PK\x01\x02",
            _MADE_BY,
            _NEEDS_ZIP64 if extra else _NEEDS_PLAIN,
            _flags(name),
            method,
            stamp,
            crc,
            stored_size,
            size,
            len(name),
            len(extra),
            0,
            disk,
            0,
            _REGULAR_0644,
            offset,
        )
        + name
        + extra
    )


def end_records(*, entries: int, start: int, size: int, disk: int = 0) -> bytes:
    """The end of a part but for its seal: 4.3.16, after 4.3.14 and 4.3.15 when a number
    needs them.

    `entries` counts the whole directory, `start` and `size` place it in bytes, `disk`
    is the index of this part. The directory never crosses parts, so "on this disk"
    and "total" are the same number.
    """
    end = _END.pack(
        b"PK\x05\x06",
        disk,
        disk,
        min(entries, MAX_16),
        min(entries, MAX_16),
        min(size, MAX_32),
        min(start, MAX_32),
        _SEAL_LENGTH,
    )
    if not _end_needs_zip64(entries=entries, start=start, size=size):
        return end
    zip64 = _ZIP64_END.pack(
        b"PK\x06\x06",
        _ZIP64_END.size - 12,  # 4.3.14.1: without the signature and this number
        _MADE_BY,
        _NEEDS_ZIP64,
        disk,
        disk,
        entries,
        entries,
        size,
        start,
    )
    return zip64 + _ZIP64_LOCATOR.pack(b"PK\x06\x07", disk, start + size, disk + 1) + end


def seal(sha256: str) -> bytes:
    """The comment that ends a part: `sha256`, in hexadecimal, of all bytes before it."""
    return _SEAL_PREFIX + sha256.encode()


def _end_needs_zip64(*, entries: int, start: int, size: int) -> bool:
    return entries >= MAX_16 or max(start, size) >= MAX_32


def local_length(*, name: int, size: int) -> int:
    """Bytes of a local header whose name has `name` bytes; `size` bytes of content."""
    return _LOCAL.size + name + (20 if size >= MAX_32 else 0)


def central_length(*, name: int, size: int, offset: int) -> int:
    """Bytes of a central header for a member at `offset` of its part."""
    numbers = (16 if size >= MAX_32 else 0) + (8 if offset >= MAX_32 else 0)
    return _CENTRAL.size + name + (4 + numbers if numbers else 0)


def end_length(*, entries: int, start: int, size: int) -> int:
    """Bytes of the end records and the seal, for a directory placed at `start`."""
    zip64 = _end_needs_zip64(entries=entries, start=start, size=size)
    records = _END.size + (_ZIP64_END.size + _ZIP64_LOCATOR.size if zip64 else 0)
    return records + _SEAL_LENGTH
