"""The SHA-256 of a part, taken by a thread while the part is being written."""

import hashlib
import os
import queue
import threading
from collections import deque

from .deflate import crc32
from .errors import MemberError

_WAITING = 8  # blocks a slow thread may owe before the writer has to wait
_BLOCK = 1024 * 1024  # bytes hashed at a time behind the writer


class _Digest:
    """A thread that serves a queue until it receives None."""

    def __init__(self, tasks: queue.Queue | queue.SimpleQueue):
        self._tasks = tasks
        self._sha256 = hashlib.sha256()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

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
                    self._take(task)
                except (OSError, MemberError) as error:
                    self._error = error

    def _take(self, task) -> None:
        raise NotImplementedError


class PassingDigest(_Digest):
    """Hashes the blocks it is given; a bounded queue keeps memory flat."""

    def __init__(self):
        super().__init__(queue.Queue(_WAITING))

    def add(self, data: bytes) -> None:
        """Hashes `data` after all that came before."""
        self._tasks.put(data)

    def _take(self, data: bytes) -> None:
        self._sha256.update(data)


class FollowingDigest(_Digest):
    """Hashes a file behind its writer, and checks the members the kernel copied.

    What is checked is what the part really holds, so a source that changed between
    two readings or lied about its CRC-32 is found out for almost nothing.
    """

    def __init__(self, fd: int, *, base: int):
        self._fd = fd
        self._base = base
        self._done = 0
        self._block = memoryview(bytearray(_BLOCK))
        self._expected: deque[tuple[str, int, int, int]] = deque()
        self._crc = 0
        super().__init__(queue.SimpleQueue())

    def expect(self, name: str, start: int, size: int, crc: int) -> None:
        """Announces, before the bytes, that member `name` lies at `start` of the part."""
        self._expected.append((name, start, start + size, crc))

    def advance(self, position: int) -> None:
        """Says that the first `position` bytes of the part are written."""
        self._tasks.put(position)

    def _take(self, position: int) -> None:
        while self._done < position:
            count = min(_BLOCK, position - self._done)
            count = os.preadv(self._fd, [self._block[:count]], self._base + self._done)
            if not count:
                raise OSError("la parte perdió bytes mientras se escribía")
            self._sha256.update(self._block[:count])
            self._check(self._block[:count])
            self._done += count

    def _check(self, block: memoryview) -> None:
        """Feeds the announced members that overlap the block just hashed."""
        end = self._done + len(block)
        while self._expected and self._expected[0][1] < end:
            name, start, stop, crc = self._expected[0]
            piece = block[max(start - self._done, 0) : stop - self._done]
            self._crc = crc32(piece, self._crc)
            if stop > end:
                return
            if self._crc != crc:
                raise MemberError(name, "crc")
            self._expected.popleft()
            self._crc = 0
