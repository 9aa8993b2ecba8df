"""Bytes in a folder: staged in the same file system, made durable, renamed (safety §8)."""

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from quipux.files.errors import StoreError
from quipux.files.listing import Leftover, StoredKey, old_folders, remove_folder
from quipux.files.store import StoredBytesMissing, sync_folder

STAGING = "preparacion"


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

    @property
    def _root(self):
        return Path(self._storage.location)

    def _path(self, key):
        return Path(self._storage.path(key))

    # --- out ------------------------------------------------------------------------------------
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
            if self._root.is_dir():
                raise StoredBytesMissing(key) from error
            raise  # a disk that is not mounted has lost nothing

    # --- in -------------------------------------------------------------------------------------
    def make_staging(self, name: str) -> Path:
        """Path of a file to be written, alone in a new folder of the same file system."""
        path = self._path(f"{STAGING}/{uuid4().hex}/{name}")
        with translated(name):
            self._make_folder(path.parent.parent)
            path.parent.mkdir(mode=0o700)
        return path

    def place(self, staged: Path, key: str, *, size: int, sha256: str) -> None:
        """Give a staged file, already durable, its final name; make the name durable too."""
        final = self._path(key)
        with translated(key):
            self._make_folder(final.parent)
            staged.chmod(self._storage.file_permissions_mode or 0o640)
            staged.replace(final)
            sync_folder(str(final.parent))
            sync_folder(str(staged.parent))

    def clear_staging(self, staged: Path) -> None:
        """Remove what `make_staging` made, whatever is in it."""
        with translated(str(staged.name)):
            remove_folder(staged.parent)

    def _make_folder(self, folder):
        """Each new folder's own name is made durable in the folder above."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        with suppress(FileExistsError):  # another worker was first
            folder.mkdir()
            folder.chmod(self._storage.directory_permissions_mode or 0o750)
        sync_folder(str(folder.parent))

    # --- care -----------------------------------------------------------------------------------
    def delete(self, key: str) -> None:
        """Remove the file, and its folder when it was the last; nothing to remove is no error."""
        path = self._path(key)
        with translated(key):
            with suppress(FileNotFoundError):
                path.unlink()
                sync_folder(str(path.parent))
            with suppress(OSError):  # other parts are still in it, or it went before
                path.parent.rmdir()

    def list_keys(self) -> Iterator[StoredKey]:
        """Every finished file."""
        with translated(STAGING):
            for folder, names, files in os.walk(self._root, onerror=_raise):
                if Path(folder) == self._root and STAGING in names:
                    names.remove(STAGING)
                for name in files:
                    yield from self._listed(Path(folder, name))

    def _listed(self, path):
        with suppress(FileNotFoundError):  # deleted while the list was read
            found = path.stat()
            modified = datetime.fromtimestamp(found.st_mtime, UTC)
            yield StoredKey(path.relative_to(self._root).as_posix(), found.st_size, modified)

    def staging_older_than(self, hours: float) -> Iterator[Leftover]:
        """Folders of staging that a dead worker left."""
        staging = self._root / STAGING
        with translated(STAGING):
            yield from old_folders(staging.iterdir() if staging.is_dir() else (), hours)

    def free_bytes(self) -> tuple[int, int]:
        """Bytes free for this user and bytes in all of the file system."""
        folder = next(path for path in (self._root, *self._root.parents) if path.exists())
        with translated(str(folder)):
            usage = shutil.disk_usage(folder)
        return usage.free, usage.total


def _raise(error):
    if not isinstance(error, FileNotFoundError):
        raise error
