"""Where a part is written: the position, the kernel's copy and the digest of the part.

Two sinks with one face. `FileSink` writes a real file: large members are copied by the
kernel and a thread reads them back, one step behind, for the SHA-256 of the part and
the CRC-32 of what was really copied. `StreamSink` writes anything that has `write()`
(an upload, a pipe): the bytes pass through memory and a thread hashes them.

The digest has its own thread because hashlib releases the interpreter's lock: on the
writer's thread it would cost more than the copy itself.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from . import layout
from .deflate import crc32
from .digests import PartDigest
from .errors import MemberError
from .kernel import is_plain_file, kernel_copy
from .members import SourceMember, blocks_of, raise_fault

BUFFER = 512 * 1024  # bytes gathered before a write
_PIECES = 512  # writes gathered before one; the kernel takes 1024 at once
_STEP = 2 * 1024 * 1024  # bytes per call to the kernel, so that the digest keeps pace


class Sink:
    """Gathers writes; `position` counts the bytes of the part so far."""

    def __init__(self):
        self.digest = PartDigest()
        self.position = 0
        self._gathered: list[bytes] = []
        self._waiting = 0

    def write(self, data: bytes) -> None:
        """Adds `data`, which must not change afterwards, to the part."""
        self.position += len(data)
        self._gathered.append(data)
        self._waiting += len(data)
        if self._waiting >= BUFFER or len(self._gathered) >= _PIECES:
            self.flush()

    def flush(self) -> None:
        """Hands the gathered bytes over to the target and to the digest."""
        if self._gathered:
            self.digest.add(self._gathered)
            self._put(self._gathered)
            self._gathered, self._waiting = [], 0

    def copy(self, member: SourceMember, source: BinaryIO, *, verify: bool) -> None:
        """Adds `member.size` bytes of `source`; `verify` compares their CRC-32.

        Raises `MemberError` when the source is shorter, longer or another than declared.
        """
        crc = 0
        for block in blocks_of(member, source):
            crc = crc32(block, crc)
            self.write(block)
        if verify and crc != member.crc32:
            raise MemberError(member.name, "crc")

    def spooled(self, source: BinaryIO) -> None:
        """Adds what an own temporary file holds."""
        while block := source.read(BUFFER):
            self.write(block)

    def seal(self) -> str:
        """Ends the part with its seal; gives the SHA-256 of the whole, in hexadecimal."""
        self.flush()
        sha256 = self.digest.finish()
        comment = layout.seal(sha256.hexdigest())
        self._put([comment])
        self.position += len(comment)
        sha256.update(comment)
        return sha256.hexdigest()

    def _put(self, pieces: list[bytes]) -> None:
        """Writes all the pieces to the target."""
        raise NotImplementedError


class StreamSink(Sink):
    """A target that only has `write()`."""

    def __init__(self, target: BinaryIO):
        super().__init__()
        self._target = target

    def _put(self, pieces: list[bytes]) -> None:
        view = memoryview(pieces[0] if len(pieces) == 1 else b"".join(pieces))
        while view:
            written = self._target.write(view)
            # Uploads often return None: by the protocol of files, all was taken.
            view = view[len(view) if written is None else written :]


class FileSink(Sink):
    """A regular file open for reading and writing."""

    def __init__(self, target: BinaryIO):
        target.flush()
        self._target = target
        self._fd = target.fileno()
        self._end = self._base = target.tell()
        super().__init__()

    def copy(self, member: SourceMember, source: BinaryIO, *, verify: bool) -> None:
        """As in `Sink`, by the kernel when the source is a real file too."""
        if not is_plain_file(source):
            super().copy(member, source, verify=verify)
            return
        self.flush()
        start, end = source.tell() - self.position, self.position + member.size
        _check_length(member, source)
        while self.position < end:
            count = min(_STEP, end - self.position)
            self._copy_step(member, source, start + self.position, count)
        self.digest.expect(member.name, member.crc32 if verify else None)
        _check_length(member, source)

    def _copy_step(self, member: SourceMember, source: BinaryIO, offset: int, count: int) -> None:
        try:
            copied = kernel_copy(source.fileno(), self._fd, count, offset, self._end)
        except OSError:
            _try_reading(member, source, offset, count)
            raise
        if not copied:
            raise MemberError(member.name, "short")
        self.digest.follow(self._fd, self._end, copied)
        self.position += copied
        self._end += copied

    def seal(self) -> str:
        sha256 = super().seal()
        self._target.seek(self._base + self.position)
        return sha256

    def _put(self, pieces: list[bytes]) -> None:
        """One call for all the pieces; what it left over, by the piece."""
        written = os.pwritev(self._fd, pieces, self._end)
        self._end += written
        if written == sum(map(len, pieces)):
            return
        view = memoryview(b"".join(pieces))[written:]
        while view:
            written = os.pwrite(self._fd, view, self._end)
            self._end += written
            view = view[written:]


def _try_reading(member: SourceMember, source: BinaryIO, offset: int, count: int) -> None:
    """Lays a failed copy to the member when its bytes cannot be read; else the target failed."""
    try:
        os.pread(source.fileno(), count, offset)
    except OSError as error:
        raise_fault(member.name, error)


def _check_length(member: SourceMember, source: BinaryIO) -> None:
    """The file still has the declared size: asked before and after copying it."""
    size = os.fstat(source.fileno()).st_size - source.tell()
    if size != member.size:
        raise MemberError(member.name, "short" if size < member.size else "long")


@contextmanager
def open_sink(target: BinaryIO) -> Iterator[Sink]:
    """The fit sink for `target`; its thread ends with the block, whatever happens.

    A real file must be open for reading too ("w+b", "x+b") to be written by the
    kernel; otherwise it is served as a stream.
    """
    plain = is_plain_file(target) and target.readable()
    sink = FileSink(target) if plain else StreamSink(target)
    try:
        yield sink
    finally:
        sink.digest.stop()
