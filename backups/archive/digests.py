"""The SHA-256 of a part, taken by a thread while the part is being written."""

import hashlib
import os
import queue
import threading
from collections.abc import Callable

from .deflate import crc32
from .errors import MemberError

_WAITING = 6  # tasks a slow thread may owe before the writer has to wait: memory stays flat
_BLOCK = 512 * 1024  # bytes read back at a time


class PartDigest:
    """Hashes what it is told to, in order: bytes in memory, or bytes the kernel copied.

    The latter are read back from the part and their CRC-32 compared: what is checked is
    what the part really holds, so a source that changed between two readings, or lied,
    is found out for almost nothing.
    """

    def __init__(self):
        self._sha256 = hashlib.sha256()
        self._error: Exception | None = None
        self._crc = 0
        self._tasks: queue.Queue[Callable[[], None] | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def add(self, pieces: list[bytes]) -> None:
        """Hashes `pieces` after all that came before."""
        self._tasks.put(lambda: self._take(pieces))

    def follow(self, fd: int, start: int, count: int) -> None:
        """Hashes `count` bytes of the file `fd` from `start`, all of one member."""
        self._tasks.put(lambda: self._read_back(fd, start, count))

    def expect(self, name: str, crc: int) -> None:
        """Compares the CRC-32 of what was followed since the last call with `crc`."""
        self._tasks.put(lambda: self._compare(name, crc))

    def finish(self):
        """The hash object, all tasks served. Raises what the thread met."""
        self.stop()
        if self._error:
            raise self._error
        return self._sha256

    def stop(self) -> None:
        """Ends the thread and waits for it; a second call does nothing."""
        if self._thread.is_alive():
            self._tasks.put(None)
            self._thread.join()

    def _serve(self) -> None:
        while (task := self._tasks.get()) is not None:
            if self._error is None:
                try:
                    task()
                except (OSError, MemberError) as error:
                    self._error = error

    def _take(self, pieces: list[bytes]) -> None:
        for piece in pieces:
            self._sha256.update(piece)

    def _read_back(self, fd: int, start: int, count: int) -> None:
        while count:
            block = os.pread(fd, min(_BLOCK, count), start)
            if not block:
                raise OSError("la parte perdió bytes mientras se escribía")
            self._sha256.update(block)
            self._crc = crc32(block, self._crc)
            start, count = start + len(block), count - len(block)

    def _compare(self, name: str, crc: int | None) -> None:
        found, self._crc = self._crc, 0
        if crc is not None and found != crc:
            raise MemberError(name, "crc")
