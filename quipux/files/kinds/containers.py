"""Limits of what is packed inside a file, read from its directories: nothing is extracted to disk (safety §2.5)."""

import lzma
import os
import struct
import zipfile
import zlib
from collections import deque
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

# Whatever a damaged or hostile archive makes the readers of the standard library raise.
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, NotImplementedError,
          RuntimeError, OSError)  # fmt: skip
MAGIC = b"PK\x03\x04"
DIRECTORY_ENTRY = b"PK\x01\x02"
ENCRYPTED = 0x1
CHUNK = 1 << 20
OFFICE_MARKS = {"[Content_Types].xml", "mimetype"}


@dataclass(frozen=True)
class Limits:
    """Of one file with everything inside it (documents §6.4).

    Attributes:
        ratio: bytes unpacked per packed byte, in each archive.
        unpacked: bytes, all archives together.
        entries: files, all archives together.
        depth: archives inside archives; office files may stand in the innermost and are read too.
        in_memory: bytes of inner archives opened to look inside.
    """

    ratio: int = 100
    unpacked: int = 2 * 1024**3
    entries: int = 10_000
    depth: int = 2
    in_memory: int = 64 * 1024**2


class Excess(Exception):
    """A limit is passed, or the directory cannot be read; ``what`` is a field of `Limits` or ``broken``."""

    def __init__(self, what: str):
        super().__init__(what)
        self.what = what


@dataclass
class _Tally:
    """What was met so far against the limits."""

    limits: Limits
    entries: int = 0
    unpacked: int = 0
    in_memory: int = 0

    def add(self, **amounts):
        for name, amount in amounts.items():
            total = getattr(self, name) + amount
            setattr(self, name, total)
            if total > getattr(self.limits, name):
                raise Excess("unpacked" if name == "in_memory" else name)


def inspect(file: BinaryIO, limits: Limits | None = None) -> None:
    """Refuse a ZIP (office files are ZIPs too) that passes ``limits``; anything else passes. Left at its start.

    Raises:
        Excess: a limit is passed or the archive is broken.
    """
    file.seek(0)
    if file.read(len(MAGIC)) == MAGIC:
        tally = _Tally(limits or Limits())
        waiting = deque([(file, 1)])
        while waiting:
            waiting.extend(_look_into(*waiting.popleft(), tally))
    file.seek(0)


def _look_into(package, depth, tally):
    """Weigh one archive and return the archives inside it, each with its depth."""
    # Counted before the directory is loaded: a million entries would fill the memory.
    if _directory_entries(package, tally.limits.entries) > tally.limits.entries:
        raise Excess("entries")
    try:
        with zipfile.ZipFile(package) as archive:
            entries = archive.infolist()
            _weigh(entries, _size(package), tally)
            is_leaf = depth > tally.limits.depth
            if is_leaf and not OFFICE_MARKS.intersection(archive.namelist()):
                raise Excess("depth")
            return [] if is_leaf else [(inner, depth + 1) for inner in _inner_archives(archive, entries, tally)]
    except BROKEN as error:
        raise Excess("broken") from error


def _weigh(entries, packed, tally):
    unpacked = sum(entry.file_size for entry in entries)
    tally.add(entries=len(entries), unpacked=unpacked)
    if unpacked > tally.limits.ratio * packed:
        raise Excess("ratio")


def _inner_archives(archive, entries, tally):
    for entry in entries:
        if _is_archive(archive, entry):
            tally.add(in_memory=entry.file_size)
            with archive.open(entry) as inner:
                yield BytesIO(inner.read())


def _is_archive(archive, entry):
    """By content; what a password closes or no reader understands cannot be told."""
    if entry.is_dir() or entry.flag_bits & ENCRYPTED:
        return False
    try:
        with archive.open(entry) as inner:
            return inner.read(len(MAGIC)) == MAGIC
    except BROKEN:
        return False


def _directory_entries(package, enough):
    """How many entries its directories have, those of stored inner archives included; it stops past ``enough``."""
    found, kept = 0, b""
    package.seek(0)
    while found <= enough and (chunk := package.read(CHUNK)):
        window = kept + chunk
        found += window.count(DIRECTORY_ENTRY)
        kept = window[-(len(DIRECTORY_ENTRY) - 1):]  # fmt: skip
    return found


def _size(package):
    return package.seek(0, os.SEEK_END)
