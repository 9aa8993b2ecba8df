"""Verifies one part by reading it again, entry by entry (backups.md §9.1, step 6).

Independent of the writer: own parser, the standard library's inflate and CRC-32.
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from .naming import check_entry_name, fold
from .parsing import (
    MARKER,
    SEAL_SIZE,
    End,
    Listed,
    Part,
    expected_local,
    read_directory,
    read_end,
)

CHUNK = 256 * 1024  # bytes read, and inflated, at a time

Expected = Mapping[str, tuple[int, str | None]]


@dataclass(frozen=True, slots=True)
class PartReport:
    """A sound part: `bytes` on disk, `content_bytes` of its members once extracted.

    `sha256` is empty when only its directory was compared.
    """

    name: str
    bytes: int
    sha256: str
    entries: int
    content_bytes: int


class Names:
    """The names met so far; refuses what would be lost or escape when extracted."""

    def __init__(self):
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def add(self, part: Part, name: str) -> None:
        if not check_entry_name(name):
            raise part.fault("el nombre sale de su carpeta o no es admisible", name)
        key = fold(name)
        if key in self._files:
            raise part.fault("el nombre está repetido, o difiere de otro solo en la grafía", name)
        if key in self._folders:
            raise part.fault("el nombre es a la vez archivo y carpeta", name)
        self._files.add(key)
        while (key := key.rpartition("/")[0]) and key not in self._folders:
            if key in self._files:
                raise part.fault("el nombre es a la vez archivo y carpeta", name)
            self._folders.add(key)


class _Walk:
    """Reads a part once from end to end, hashing as it goes."""

    def __init__(self, part: Part):
        self.part = part
        self.position = 0
        self.sha256 = hashlib.sha256()

    def take(self, count: int) -> bytes:
        # By position: the directory is being read from the same file, a window at a time.
        data = self.part.read(self.position, count)
        self.sha256.update(data)
        self.position += count
        return data

    def blocks(self, count: int) -> Iterator[bytes]:
        while count:
            block = self.take(min(CHUNK, count))
            count -= len(block)
            yield block

    def to_end(self) -> str:
        """The SHA-256 of the part; its seal is compared with all that precedes it."""
        for _ in self.blocks(self.part.size - SEAL_SIZE - self.position):
            pass
        digest = self.sha256.hexdigest()
        if self.take(SEAL_SIZE) != b"sha256:" + digest.encode():
            raise self.part.fault("algún byte cambió: no corresponde a su sello SHA-256")
        return self.sha256.hexdigest()


def verify_part(
    file: BinaryIO,
    *,
    name: str,
    first: bool | None = None,
    record=None,
    expect: Expected | None = None,
) -> PartReport:
    """Verifies one part as the complete ZIP it is: a document part, NAME_parteNN.zip
    or a set of one.

    `file` is a seekable binary file and `name` what faults call it. `first` says
    whether it must begin with the split marker (None: it may). `record` is the writer's
    `PartRecord`, or anything with `bytes` and `sha256`. `expect` maps every entry's
    name to (size in bytes, SHA-256 in hexadecimal or None); it may hold more names.

    Raises `Unsound`.
    """
    part = Part(name, file)
    end = read_end(part)
    if end.disk:
        raise part.fault("es la última parte de un juego y necesita a las demás")
    names = Names()
    for entry in own_directory(part, end):
        names.add(part, entry.name)
        check_expected(part, entry, expect)
    report = verify_contents(part, end, own_directory(part, end), first=first, expect=expect)
    if record is not None and (record.bytes, record.sha256) != (report.bytes, report.sha256):
        raise part.fault("su tamaño o su SHA-256 no son los registrados")
    return report


def own_directory(part: Part, end: End) -> Iterator[Listed]:
    """The entries of a part's own directory."""
    count = 0
    for _, entry in read_directory(part, start=end.start, size=end.size):
        if entry.disk != end.disk:
            raise part.fault("el directorio lo sitúa en otra parte", entry.name)
        count += 1
        yield entry
    if count != end.entries:
        raise part.fault("su directorio no tiene el número de entradas que declara")


def check_expected(part: Part, entry: Listed, expect: Expected | None) -> None:
    if expect is None:
        return
    if entry.name not in expect:
        raise part.fault("no consta en la lista esperada", entry.name)
    if expect[entry.name][0] != entry.size:
        raise part.fault("su tamaño no es el esperado", entry.name)


def verify_contents(
    part: Part,
    end: End,
    entries: Iterator[Listed],
    *,
    first: bool | None,
    expect: Expected | None,
) -> PartReport:
    """Walks the part: marker, then each entry where the directory says, with no gap."""
    walk, count, content = _Walk(part), 0, 0
    _take_marker(walk, first, end)
    for entry in entries:
        if entry.offset != walk.position:
            raise part.fault("no está donde dice el directorio", entry.name)
        _verify_entry(walk, entry, expect, end)
        count += 1
        content += entry.size
    if walk.position != end.start:
        raise part.fault("hay bytes que ninguna entrada explica")
    return PartReport(part.name, part.size, walk.to_end(), count, content)


def _take_marker(walk: _Walk, first: bool | None, end: End) -> None:
    marked = end.start >= 4 and walk.part.read(0, 4) == MARKER
    if first is not None and first != marked:
        raise walk.part.fault("la marca inicial de juego dividido falta o sobra")
    if marked:
        walk.take(4)


def _verify_entry(walk: _Walk, entry: Listed, expect: Expected | None, end: End) -> None:
    part, header = walk.part, expected_local(entry)
    if walk.position + len(header) + entry.stored_size > end.start:
        raise part.fault("sus bytes se salen del lugar de los archivos", entry.name)
    if walk.take(len(header)) != header:
        raise part.fault("su cabecera no coincide con el directorio", entry.name)
    digest = (expect or {}).get(entry.name, (0, None))[1]
    sha256 = hashlib.sha256() if digest else None
    size, crc = 0, 0
    for block in _content(walk, entry):
        size, crc = size + len(block), zlib.crc32(block, crc)
        if sha256:
            sha256.update(block)
    if size != entry.size:
        raise part.fault("su contenido no tiene el tamaño declarado", entry.name)
    if crc != entry.crc32:
        raise part.fault("su contenido no corresponde a su CRC-32", entry.name)
    if sha256 and sha256.hexdigest() != digest:
        raise part.fault("su contenido no corresponde a su SHA-256", entry.name)


def _content(walk: _Walk, entry: Listed) -> Iterator[bytes]:
    """The member's bytes, inflated in bounded steps when they are deflated."""
    if not entry.method:
        if entry.stored_size != entry.size:
            raise walk.part.fault("sus tamaños se contradicen", entry.name)
        yield from walk.blocks(entry.stored_size)
        return
    engine = zlib.decompressobj(-15)
    try:
        for block in walk.blocks(entry.stored_size):
            while block:
                yield engine.decompress(block, CHUNK)
                block = engine.unconsumed_tail
    except zlib.error:
        raise walk.part.fault("su contenido comprimido está alterado", entry.name) from None
    yield engine.flush()
    if not engine.eof or engine.unused_data:
        raise walk.part.fault("su contenido comprimido está alterado", entry.name)
