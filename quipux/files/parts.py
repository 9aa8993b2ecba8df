"""The store of backup parts, a folder or S3 alike: staged, made durable, named, read back (safety §8).

The order for every part is the one of safety §8: staging, flush, fsync, rename (or a complete
upload read back), fsync of the folders. The row comes after, by the caller.
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from quipux.files.backends import backend
from quipux.files.errors import StoreError
from quipux.files.listing import Leftover, StoredKey
from quipux.files.store import StoredBytesMissing

__all__ = ["Leftover", "PartStore", "StagedFile", "StoreError", "StoredBytesMissing", "StoredKey"]

BUFFER = 1 << 20


class StagedFile:
    """One part being written; visible to nobody before `commit`.

    Attributes:
        file: what `open()` gives, for writing and reading. Its
            own writes fail as `OSError`: no more a document's fault than a `StoreError`.
        path: its place, for readers that want a name.
    """

    def __init__(self, store, path: Path):
        self._store = store
        self.path = path
        self.file = path.open("x+b", BUFFER)

    def commit(self, key: str, *, size: int, sha256: str) -> None:
        """Make the bytes durable and give them their final key; an earlier file there is replaced.

        Args:
            key: for example ``<backup uuid>/<sha256>``.
            size: bytes the writer counted.
            sha256: 64 hexadecimal digits, hashed by the writer on the way.
        Raises:
            StoreError: the store is full, unreachable, or keeps something else than it was given.
        """
        with _systemic(key):
            self.file.flush()
            os.fsync(self.file.fileno())
            kept = os.fstat(self.file.fileno()).st_size
        if kept != size:
            raise StoreError(f"{key}: {kept} bytes staged, {size} counted")
        self.file.close()
        with _systemic(key):
            self._store.place(self.path, key, size=size, sha256=sha256)

    def discard(self) -> None:
        """Leave nothing behind; after `commit` there is only the empty staging folder to take away."""
        with suppress(OSError):  # a full disk refuses the buffered rest, which nobody wants
            self.file.close()
        self._store.clear_staging(self.path)


class PartStore:
    """Parts of backups in ``STORAGES["backups"]``. Safe in several threads and processes."""

    def __init__(self, alias: str = "backups"):
        self._store = backend(alias)

    @contextmanager
    def stage(self, name: str) -> Iterator[StagedFile]:
        """Give a file to write; at the end nothing stays of it but what `StagedFile.commit` kept.

        Args:
            name: a file name, for whoever looks into the staging folder.
        Raises:
            StoreError: no file can be made there.
        """
        path = self._store.make_staging(name)
        try:
            with _systemic(name):
                staged = StagedFile(self._store, path)
        except StoreError:
            self._store.clear_staging(path)
            raise
        try:
            yield staged
        finally:
            staged.discard()

    def open(self, key: str) -> io.BufferedReader:
        """Open a finished part for reading in binary; seekable.

        Raises:
            StoredBytesMissing: there is no such part.
            StoreError: the store does not answer.
        """
        return self._store.open(key)

    def exists(self, key: str, size: int) -> bool:
        """Whether a part of exactly ``size`` bytes is there. Raises `StoreError`."""
        try:
            return self._store.size(key) == size
        except StoredBytesMissing:
            return False

    def delete(self, key: str) -> None:
        """Remove a part; one that is not there is no error. Raises `StoreError`."""
        self._store.delete(key)

    def list_keys(self) -> Iterator[StoredKey]:
        """Every finished part, for the sweep of what no row names. Raises `StoreError`."""
        return self._store.list_keys()

    def staging_older_than(self, hours: float) -> Iterator[Leftover]:
        """What dead workers left unfinished for so many hours. Raises `StoreError`."""
        return self._store.staging_older_than(hours)

    def free_bytes(self) -> tuple[int, int] | None:
        """Free and total bytes of the disk; None where the store has no such limit (backups §9.4)."""
        return self._store.free_bytes()


@contextmanager
def _systemic(what):
    try:
        yield
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror}") from error
