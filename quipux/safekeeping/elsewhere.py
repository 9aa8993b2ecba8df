"""The copies of the system in another site: an S3 bucket that holds them sealed, as they lie in the folder (safety §11)."""

import hashlib
import secrets
import shutil
from datetime import datetime
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.files.storage import storages

from quipux import configuration
from quipux.files.errors import StoreError
from quipux.files.store import StoredBytesMissing
from quipux.safekeeping import sealing
from quipux.safekeeping.contents import contents_of
from quipux.safekeeping.errors import Misused, SafekeepingError
from quipux.safekeeping.manifest import DATABASE, FILES, MANIFEST, NAME, SHARED, shared_path
from quipux.safekeeping.retention import Keep, kept

PREFIX = "copias"


def is_on() -> bool:
    """Whether somebody said where the other site is."""
    return bool(settings.QUIPUX_SYSTEM_BACKUP_BUCKET)


def _bucket():
    if not is_on():
        raise Misused("Falta QUIPUX_SYSTEM_BACKUP_BUCKET, el depósito S3 de las copias de seguridad.")
    from quipux.files.objects import Objects  # the S3 client takes 0.3 s to import

    return Objects(storages.create_storage(configuration.storage(settings.QUIPUX_SYSTEM_BACKUP_BUCKET, prefix=PREFIX)))


def send(folder: Path) -> int:
    """Take everything to the bucket that is not there yet, the manifest of each copy last; then forget what nobody keeps.

    Args:
        folder: where the copies lie.

    Returns:
        How many files were sent.

    Raises:
        SafekeepingError: the bucket does not answer or keeps something else; the copies in the folder are whole.
    """
    try:
        bucket = _bucket()
        there = {stored.key: stored.size for stored in bucket.list_keys()}
        sent = [_send_one(bucket, path, key) for key, path in _ordered(folder) if there.get(key) != path.stat().st_size]
        _forget_old(bucket, folder, there)
    except StoreError as error:
        raise SafekeepingError(f"La copia está en {folder}, pero no llegó al depósito ({error}).") from error
    return len(sent)


def probe(content: bytes) -> None:
    """Put something small in the bucket, read it back and take it away again.

    Raises:
        StoreError, StoredBytesMissing: the bucket does not answer, is not there, or does not let us.
    """
    bucket, key = _bucket(), f"prueba-{secrets.token_hex(4)}"
    staged = bucket.make_staging(key)
    try:
        staged.write_bytes(content)
        bucket.place(staged, key, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        with bucket.open(key) as kept:
            if kept.read() != content:
                raise StoreError(f"S3: {key}: the store keeps something else")
        bucket.delete(key)
    finally:
        bucket.clear_staging(staged)


def _ordered(folder):
    """Contents, then dumps and lists, then manifests: who finds a manifest finds all it names."""
    found = [path for path in folder.rglob("*.age") if not path.relative_to(folder).parts[0].startswith(".")]
    found.sort(key=lambda path: (path.relative_to(folder).parts[0] != SHARED, path.name == MANIFEST, str(path)))
    return [(path.relative_to(folder).as_posix(), path) for path in found]


def _send_one(bucket, path, key):
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    bucket.place(path, key, size=path.stat().st_size, sha256=digest)
    return key


def copies() -> dict[datetime, str]:
    """Names of the finished copies in the bucket by their instant. Raises `SafekeepingError`."""
    try:
        return _copies(stored.key for stored in _bucket().list_keys())
    except StoreError as error:
        raise SafekeepingError(f"El depósito de las copias no responde ({error}).") from error


def _copies(keys):
    names = [key.partition("/")[0] for key in keys if key.endswith(f"/{MANIFEST}")]
    return {datetime.strptime(name, NAME): name for name in names}


def _forget_old(bucket, folder, there):
    """As in the folder. Contents go only while the folder holds every copy that stays in the bucket.

    A folder that was lost and begins again must never empty the bucket.
    """
    found = _copies([*there, *(key for key, _ in _ordered(folder))])
    staying = {found[at] for at in kept(found, Keep(*settings.QUIPUX_SYSTEM_BACKUP_KEEP))}
    for name in set(_copies(there).values()) - staying:
        for file in (MANIFEST, FILES, DATABASE):
            bucket.delete(f"{name}/{file}")
    if all((folder / name / MANIFEST).exists() for name in staying):
        here = {key for key, _ in _ordered(folder)}
        for key in there:
            if key.startswith(f"{SHARED}/") and key not in here:
                bucket.delete(key)


def fetch(name: str, folder: Path, key: pyrage.x25519.Identity, *, whole: bool = True) -> Path:
    """Bring a copy of the bucket into an empty folder, still sealed.

    Args:
        name: of the copy, for example ``2026-11-22T044500-0500``.
        key: the private key, to read which contents it names.
        whole: with its contents; otherwise its manifest alone.

    Returns:
        The folder of the copy, as `restoring.restore` takes it.

    Raises:
        SafekeepingError: the bucket does not answer, lacks something, or the key is another.
    """
    bucket, copy = _bucket(), folder / name
    _bring(bucket, f"{name}/{MANIFEST}", copy / MANIFEST)
    if whole:
        for file in (FILES, DATABASE):
            _bring(bucket, f"{name}/{file}", copy / file)
        with sealing.unsealed(copy / FILES, key=key) as listed:
            for content in contents_of(listed):
                path = shared_path(folder, content.sha256)
                if not path.exists():
                    _bring(bucket, path.relative_to(folder).as_posix(), path)
    return copy


def _bring(bucket, key, path):
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with bucket.open(key) as source, path.open("xb") as target:
            shutil.copyfileobj(source, target, sealing.CHUNK)
    except StoredBytesMissing as error:
        raise SafekeepingError(f"«{key}» no está en el depósito de las copias.") from error
    except StoreError as error:
        raise SafekeepingError(f"El depósito de las copias no responde ({error}).") from error
