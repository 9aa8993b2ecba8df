"""Bytes in a folder: staged in the same file system, made durable, renamed (safety §8)."""

import io
from contextlib import contextmanager
from pathlib import Path

from quipux.files.errors import StoreError
from quipux.files.store import StoredBytesMissing


@contextmanager
def translated(key: str):
    """Turn what the operating system raises into `StoreError`."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{key}: {error.strerror}") from error


class Disk:
    """What parts and deliveries need of a folder under Django's `FileSystemStorage`."""

    def __init__(self, storage):
        self._storage = storage

    def _path(self, key):
        return Path(self._storage.path(key))

    def open(self, key: str) -> io.BufferedReader:
        """Open for reading.

        Raises:
            StoredBytesMissing: no such file.
            StoreError: the disk does not answer, or its folder is not there at all.
        """
        with translated(key), self._noticing(key):
            return self._path(key).open("rb")

    def size(self, key: str) -> int:
        """Bytes of the file; errors as `open`."""
        with translated(key), self._noticing(key):
            return self._path(key).stat().st_size

    @contextmanager
    def _noticing(self, key):
        try:
            yield
        except FileNotFoundError as error:
            if Path(self._storage.location).is_dir():
                raise StoredBytesMissing(key) from error
            raise  # a disk that is not mounted has lost nothing
