"""Where a part is written: one room in memory that every byte passes through once.

Members are read straight into the room, behind the place of their header, and leave it
in steps that are hashed and written while they are still in the processor's cache:
nothing is copied within memory and nothing written is read again. `FileSink` writes a
real file by its descriptor; `StreamSink` anything that has `write()` (an upload, a pipe).
"""

import hashlib
import io
import mmap
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from . import layout

STEP = 512 * 1024  # bytes hashed and written at a time
_ASIDE = 2 * 1024 * 1024  # bytes for which a thread is worth its start
HOLD = 16 * 1024 * 1024  # bytes up to which a member fits the room whole
_HEADER = 128 * 1024  # bytes: no header is as long
_kept: list[memoryview] = []  # at most one room: the kernel need not clear its pages for every part
_PLAIN_TYPES = (io.FileIO, io.BufferedReader, io.BufferedRandom, io.BufferedWriter)


class Sink:
    """Gathers bytes in the room; `position` counts those of the part so far."""

    def __init__(self, aside: bool = False):
        self.position = 0
        self._aside = aside
        self._enough = _ASIDE if aside else STEP
        self._sha256 = hashlib.sha256()
        self._room = _take_room()
        self._filled = 0

    def room(self, count: int) -> memoryview:
        """The free stretch of `count` bytes, `HOLD` and a header at most; `added` makes its bytes the part's."""
        return self._room[self._filled : self._filled + count]

    def added(self, count: int) -> None:
        """The first `count` bytes of the room are filled and belong to the part."""
        self._filled += count
        self.position += count
        if self._filled >= self._enough:
            self.flush()

    def write(self, data: bytes) -> None:
        """Adds `data`, no more than `STEP` bytes, to the part."""
        self._room[self._filled : self._filled + len(data)] = data
        self.added(len(data))

    def flush(self) -> None:
        """Hands the gathered bytes over to the digest and to the target."""
        gathered, self._filled = self._room[: self._filled], 0
        if self._aside and len(gathered) >= _ASIDE:
            self._flush_aside(gathered)
            return
        for start in range(0, len(gathered), STEP):
            piece = gathered[start : start + STEP]
            self._sha256.update(piece)
            self._put(piece)

    def _flush_aside(self, gathered: memoryview) -> None:
        """The digest on another processor while this one writes: neither holds the interpreter's lock."""
        hashing = threading.Thread(target=self._sha256.update, args=(gathered,))
        hashing.start()
        try:
            self._put(gathered)
        finally:
            hashing.join()

    def seal(self) -> str:
        """Ends the part with its seal; gives the SHA-256 of the whole, in hexadecimal."""
        self.flush()
        self.write(layout.seal(self._sha256.hexdigest()))
        self.flush()
        return self._sha256.hexdigest()

    def close(self) -> None:
        """Gives the room back, though somebody may still hold the sink; one is kept for the next part."""
        if not _kept:
            _kept.append(self._room)
        self._room = memoryview(b"")

    def _put(self, piece: memoryview) -> None:
        """Writes the whole piece to the target, which must not keep it."""
        raise NotImplementedError


def _take_room() -> memoryview:
    """The room of an earlier part, or memory that takes none until it is used, in large pages."""
    with suppress(IndexError):
        return _kept.pop()
    pages = mmap.mmap(-1, _ASIDE + _HEADER + HOLD, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with suppress(OSError):  # a kernel without large pages: slower to take, nothing else
        pages.madvise(mmap.MADV_HUGEPAGE)
    return memoryview(pages)


class StreamSink(Sink):
    """A target that only has `write()`."""

    def __init__(self, target: BinaryIO, aside: bool = False):
        super().__init__(aside)
        self._target = target

    def _put(self, piece: memoryview) -> None:
        while piece:
            written = self._target.write(piece)
            # Uploads often return None: by the protocol of files, all was taken.
            piece = piece[len(piece) if written is None else written :]


class FileSink(Sink):
    """A regular file, written by its descriptor from where it stands."""

    def __init__(self, target: BinaryIO, aside: bool = False):
        super().__init__(aside)
        target.flush()
        self._target = target
        self._fd = target.fileno()
        self._end = target.tell()

    def _put(self, piece: memoryview) -> None:
        while piece:
            written = os.pwrite(self._fd, piece, self._end)
            self._end += written
            piece = piece[written:]

    def seal(self) -> str:
        sha256 = super().seal()
        self._target.seek(self._end)
        return sha256


def is_plain_file(file: BinaryIO) -> bool:
    """Whether the file's descriptor may be written in place of `file`.

    Only what `open()` gives: others (gzip.open, for one) lend the descriptor of a file
    whose bytes are not those given to `write()`.
    """
    raw = getattr(file, "raw", file)
    if type(raw) is not io.FileIO or type(file) not in _PLAIN_TYPES:
        return False
    return stat.S_ISREG(os.fstat(file.fileno()).st_mode)


@contextmanager
def open_sink(target: BinaryIO, *, aside: bool = False) -> Iterator[Sink]:
    """The fit sink for `target`; its room is given back with the end of the block.

    `aside` takes the digest in a thread while the bytes are written: faster when one
    process alone has two processors, waste where each has its own process.
    """
    sink = (FileSink if is_plain_file(target) else StreamSink)(target, aside)
    try:
        yield sink
    finally:
        sink.close()
