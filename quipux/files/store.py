"""Content-addressed storage: bytes first, hashed as they arrive; the row last (safety §8)."""

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, transaction
from django.db.models import ProtectedError

from quipux import clock
from quipux.files.models import StoredFile, storage_key

CHUNK = 1 << 20
SAMPLE = 64 << 10
ALIVE = "archivos/almacen.txt"  # put there with the first content; its absence means a lost store
COMPRESSED = {"application/pdf", "application/zip", "application/x-7z-compressed", "application/gzip"}
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
        with transaction.atomic():
            _lock_content(digest, shared=True)
            _place(spool, digest, size)
            row, _ = StoredFile.objects.get_or_create(sha256=digest, defaults={
                "size": size, "crc32": crc32, "media_type": media_type, "deflates": _deflates(media_type, sample),
                "created_at": clock.now()})  # fmt: skip
    return row


def _lock_content(sha256, *, shared):
    """Who saves a content and who removes it wait for each other, until the end of their transactions."""
    name = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}(hashtextextended(%s, 0))", [f"file:{sha256}"])


@transaction.atomic
def remove(stored: StoredFile) -> bool:
    """Remove a content that no row refers to any more, bytes first.

    Returns:
        Whether it went; False when something still refers to it.

    Raises:
        StoreError: the store does not answer; nothing changed.
    """
    from quipux.files.backends import backend  # it needs this module's StoredBytesMissing

    _lock_content(stored.sha256, shared=False)
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=stored.pk).delete()
    except ProtectedError:
        return False
    backend("default").delete(stored.key)
    return True


def _deflates(media_type, sample):
    if media_type.startswith(("image/", "audio/", "video/")) or media_type in COMPRESSED:
        return False  # their streams are compressed already; a sample of their heads would mislead
    return bool(sample) and len(zlib.compress(sample, 1)) < WORTH_DEFLATING * len(sample)


def _place(spool, digest, size):
    storage, key = storages["default"], storage_key(digest)
    mark_alive()
    if storage.exists(key) and storage.size(key) == size:
        return
    spool.seek(0)
    if isinstance(storage, FileSystemStorage):
        _place_on_disk(spool, Path(storage.path(key)))
    else:
        storage.save(key, File(spool, name=key))


def _place_on_disk(spool, path):
    """Write beside, fsync, rename, fsync the folder: a crash leaves the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as staged:
        while chunk := spool.read(CHUNK):
            staged.write(chunk)
        os.fchmod(staged.fileno(), settings.FILE_UPLOAD_PERMISSIONS)  # the proxy's user reads it too
        staged.flush()
        os.fsync(staged.fileno())
    Path(staged.name).replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names inside ``folder`` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_file(sha256: str) -> BinaryIO:
    """The bytes of a content as a binary file at its start; the caller closes it.

    Raises:
        FileNotFoundError: the store does not have them.
    """
    handle = storages["default"].open(storage_key(sha256), "rb")
    return getattr(handle, "file", handle)


def mark_alive() -> None:
    """Put into the store, once, what `is_alive` looks for."""
    storage = storages["default"]
    if not storage.exists(ALIVE):
        storage.save(ALIVE, ContentFile(b"quipux"))


def is_alive() -> bool:
    """Whether the store answers with what was put there: a lost mount is not a lost document."""
    from quipux.files.backends import backend  # it needs this module's StoredBytesMissing
    from quipux.files.errors import StoreError

    try:
        return backend("default").size(ALIVE) >= 0
    except (StoredBytesMissing, StoreError):
        return not StoredFile.objects.exists()


@contextmanager
def open_stored(sha256: str) -> Iterator[BinaryIO]:
    """Open the bytes of a content for reading in binary.

    Raises:
        StoredBytesMissing: the store does not have them.
    """
    try:
        handle = open_file(sha256)
    except FileNotFoundError as error:
        raise StoredBytesMissing(sha256) from error
    with handle:
        yield handle


def read(stored: StoredFile) -> bytes:
    """The whole content, for small files only."""
    with open_stored(stored.sha256) as handle:
        return handle.read()
