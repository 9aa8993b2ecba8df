"""Reads the records of a ZIP part, trusting nothing. Shares no code with the writer.

It accepts exactly the profile this package writes (`layout` tells it) and names the
first thing that departs from it; it is a judge of our own archives, not a general
reader. Every byte of a header is compared with something, so that any single changed
byte outside the members is found; inside them the CRC-32 finds it.
Section numbers are those of PKWARE's APPNOTE 6.3.
"""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from .errors import Unsound

SEAL_SIZE = 71  # "sha256:" and 64 hexadecimal digits
END_SIZE, LOCATOR_SIZE, ZIP64_END_SIZE = 22 + SEAL_SIZE, 20, 56
LOCAL_SIZE, CENTRAL_SIZE = 30, 46
MARKER = b"PK\x07\x08"
_WINDOW = 64 * 1024  # bytes of directory held at a time
_UNIX_45, _REGULAR_FILE = 0x032D, 0x81A40000  # 4.4.2, 4.4.15: mode 100644
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF


class Part:
    """One open file of a set, read by absolute position."""

    def __init__(self, name: str, file: BinaryIO):
        self.name = name
        self.file = file
        self.size = file.seek(0, os.SEEK_END)

    def fault(self, words: str, member: str = "") -> Unsound:
        """The error that names this part."""
        return Unsound(self.name, member, words)

    def read(self, start: int, count: int) -> bytes:
        """Exactly `count` bytes from `start`, or a fault."""
        if start < 0 or start + count > self.size:
            raise self.fault("está truncado o sus directorios apuntan fuera del archivo")
        self.file.seek(start)
        blocks = []
        while count:  # object storage gives short reads
            block = self.file.read(count)
            if not block:
                raise self.fault("termina antes de tiempo")
            blocks.append(block)
            count -= len(block)
        return b"".join(blocks)


class End(NamedTuple):
    """The end records of a part, already checked against each other.

    `start` and `size` place the directory in bytes; `disk` is the index of the part.
    """

    disk: int
    entries: int
    size: int
    start: int


class Listed(NamedTuple):
    """One entry as a central directory lists it."""

    name: str
    raw_name: bytes
    needed: int
    flags: int
    method: int
    stamp: int
    crc32: int
    size: int
    stored_size: int
    offset: int
    disk: int


def read_end(part: Part) -> End:
    """4.3.16, and 4.3.14 with 4.3.15 when a number of the former is full."""
    record = part.read(part.size - END_SIZE, END_SIZE)
    signature, *numbers, comment = struct.unpack_from("<4sHHHHIIH", record)
    if signature != b"PK\x05\x06" or comment != SEAL_SIZE:
        raise part.fault("no termina con el registro final de un ZIP: está truncado o alterado")
    disk, directory_disk, here, total, size, start = numbers
    end, records = End(disk, total, size, start), END_SIZE
    if _FULL_16 in (here, total) or _FULL_32 in (size, start):
        end, records = _read_zip64_end(part), END_SIZE + LOCATOR_SIZE + ZIP64_END_SIZE
    shown = _shown(end)
    if (disk, directory_disk, here, total, size, start) != shown:
        raise part.fault("sus registros finales se contradicen")
    if end.start + end.size + records != part.size:
        raise part.fault("su directorio no ocupa el lugar que declara")
    return end


def _shown(end: End) -> tuple[int, ...]:
    """The numbers the short end record must show for the true ones."""
    entries = min(end.entries, _FULL_16)
    return (end.disk, end.disk, entries, entries, min(end.size, _FULL_32), min(end.start, _FULL_32))


def _read_zip64_end(part: Part) -> End:
    at = part.size - END_SIZE - LOCATOR_SIZE - ZIP64_END_SIZE
    zip64 = struct.unpack("<4sQHHIIQQQQ", part.read(at, ZIP64_END_SIZE))
    locator = struct.unpack("<4sIQI", part.read(at + ZIP64_END_SIZE, LOCATOR_SIZE))
    disk, directory_disk, here, total, size, start = zip64[4:]
    fixed = (b"PK\x06\x06", ZIP64_END_SIZE - 12, _UNIX_45, 45)
    if zip64[:4] != fixed or locator != (b"PK\x06\x07", disk, at, disk + 1):
        raise part.fault("su registro final zip64 está alterado")
    if directory_disk != disk or here != total:
        raise part.fault("sus registros finales se contradicen")
    if total < _FULL_16 and max(size, start) < _FULL_32:
        raise part.fault("su registro final zip64 está alterado")
    return End(disk, total, size, start)


def read_directory(part: Part, *, start: int, size: int, disk: int | None = None) -> Iterator[tuple[int, Listed]]:
    """(position, entry) of each header of a directory of `size` bytes, in its order.

    Keeps a window of it in memory, so a directory of any length costs the same.
    """
    position, stop = start, start + size
    window, base = b"", start
    while position < stop:
        at = position - base
        if len(window) - at < CENTRAL_SIZE + 3 * _FULL_16 and base + len(window) < stop:
            base = position
            window, at = part.read(base, min(stop - base, _WINDOW + 4 * _FULL_16)), 0
        length = _central_length(part, window, at)
        if position + length > stop:
            raise part.fault("su directorio está truncado")
        yield position, _parse_central(part, window[at : at + length])
        position += length


def _central_length(part: Part, window: bytes, at: int) -> int:
    header = window[at : at + CENTRAL_SIZE]
    if len(header) < CENTRAL_SIZE or header[:4] != b"PK\x01\x02":
        raise part.fault("su directorio está alterado")
    return CENTRAL_SIZE + sum(struct.unpack_from("<HHH", header, 28))


def _parse_central(part: Part, header: bytes) -> Listed:
    fields = struct.unpack_from("<4sHHHHIIIIHHHHHII", header)
    made_by, needed, flags, method, stamp, crc, stored_size, size = fields[1:9]
    name_length, _, comment, disk, internal, external, offset = fields[9:]
    raw_name = header[CENTRAL_SIZE : CENTRAL_SIZE + name_length]
    name = _decode(part, raw_name, flags)
    if (made_by, comment, internal, external) != (_UNIX_45, 0, 0, _REGULAR_FILE):
        raise part.fault("no consta en el directorio como archivo regular", name)
    extra = header[CENTRAL_SIZE + name_length :]
    full = _read_extra(part, name, extra, (size, stored_size, offset))
    if needed != (45 if extra else 20) or method not in (0, 8):
        raise part.fault("su método o versión no son los de este formato", name)
    size, stored_size, offset = full
    return Listed(name, raw_name, needed, flags, method, stamp, crc, size, stored_size, offset, disk)


def _decode(part: Part, raw_name: bytes, flags: int) -> str:
    try:
        name = raw_name.decode()
    except UnicodeDecodeError:
        raise part.fault("un nombre del directorio no es texto UTF-8") from None
    if flags != (0 if raw_name.isascii() else 0x800):
        raise part.fault("sus indicadores no son los de este formato", name)
    return name


def _read_extra(part: Part, name: str, extra: bytes, shown: tuple[int, ...]) -> tuple[int, ...]:
    """Size, stored size and offset, completed from the zip64 extra field (4.5.3)."""
    wanting = [place for place in range(3) if shown[place] == _FULL_32]
    form = struct.Struct("<HH" + "Q" * len(wanting))
    if len(extra) != (form.size if wanting else 0):
        raise part.fault("sus campos adicionales están alterados", name)
    if not wanting:
        return shown
    kind, length, *numbers = form.unpack(extra)
    if kind != 1 or length != form.size - 4 or (0 in wanting) != (1 in wanting):
        raise part.fault("sus campos adicionales están alterados", name)
    values = list(shown)
    for place, number in zip(wanting, numbers, strict=True):
        values[place] = number
    return tuple(values)


def expected_local(entry: Listed) -> bytes:
    """The only local header (4.3.7) that agrees with what the directory lists."""
    big = max(entry.size, entry.stored_size) >= _FULL_32
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.stored_size) if big else b""
    shown = (_FULL_32, _FULL_32) if big else (entry.stored_size, entry.size)
    numbers = (entry.flags, entry.method, entry.stamp, entry.crc32, *shown)
    lengths = (len(entry.raw_name), len(extra))
    fixed = struct.pack("<4sHHHIIIIHH", b"PK\x03\x04", 45 if big else 20, *numbers, *lengths)
    return fixed + entry.raw_name + extra
