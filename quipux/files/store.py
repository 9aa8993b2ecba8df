"""Content-addressed storage: bytes first, hashed as they arrive; the row last (safety §8)."""

import hashlib
import io
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages

from quipux import clock
from quipux.files.models import StoredFile, storage_key

CHUNK = 1 << 20
SAMPLE = 64 << 10
WORTH_DEFLATING = 0.95  # of the sample's size: below this, deflating pays


class StoredBytesMissing(Exception):
    """The store has no bytes under the key a row points to."""


def save(source: bytes | Iterable[bytes], *, media_type: str) -> StoredFile:
    """Keep ``source`` and return its row; equal content is kept once.

    Args:
        source: the bytes, or an iterable of chunks (each of any size, the whole never in memory).
        media_type: for example ``application/pdf``.
    """
    chunks = [source] if isinstance(source, bytes) else source
    with tempfile.SpooledTemporaryFile(max_size=CHUNK) as spool:
        sha256, crc32, size, sample = hashlib.sha256(), 0, 0, b""
        for chunk in chunks:
            sha256.update(chunk)
            crc32 = zlib.crc32(chunk, crc32)
            size += len(chunk)
            sample += chunk[: SAMPLE - len(sample)]
            spool.write(chunk)
        digest = sha256.hexdigest()
        _place(spool, digest, size)
    row, _ = StoredFile.objects.get_or_create(sha256=digest, defaults={
        "size": size, "crc32": crc32, "media_type": media_type, "deflates": _deflates(sample),
        "created_at": clock.now()})  # fmt: skip
    return row


def _deflates(sample):
    return bool(sample) and len(zlib.compress(sample, 1)) < WORTH_DEFLATING * len(sample)


def _place(spool, digest, size):
    storage, key = storages["default"], storage_key(digest)
    if storage.exists(key) and storage.size(key) == size:
        return
    spool.seek(0)
    if isinstance(storage, FileSystemStorage):
        _place_on_disk(spool, storage.path(key))
    else:
        storage.save(key, File(spool, name=key))


def _place_on_disk(spool, path):
    """Write beside, fsync, rename, fsync the folder: a crash leaves the whole file or none."""
    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as staged:
        while chunk := spool.read(CHUNK):
            staged.write(chunk)
        staged.flush()
        os.fsync(staged.fileno())
    os.replace(staged.name, path)
    sync_folder(folder)


def sync_folder(folder: str) -> None:
    """Make the names inside ``folder`` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def open_stored(sha256: str) -> Iterator[io.BufferedIOBase]:
    """Open the bytes of a content for reading in binary.

    Raises:
        StoredBytesMissing: the store does not have them.
    """
    storage, key = storages["default"], storage_key(sha256)
    try:
        handle = storage.open(key, "rb")
    except FileNotFoundError as error:
        raise StoredBytesMissing(sha256) from error
    with handle:
        yield getattr(handle, "file", handle)


def read(stored: StoredFile) -> bytes:
    """The whole content, for small files only."""
    with open_stored(stored.sha256) as handle:
        return handle.read()
