"""Sealed files: written with the public key, opened only with the private one (age, X25519)."""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import BinaryIO

import pyrage
from django.conf import settings

from quipux.files.store import sync_folder
from quipux.safekeeping.errors import Misused, SafekeepingError

CHUNK = 1 << 20


class Counted(io.RawIOBase):
    """A reader that counts and hashes what passes through it."""

    def __init__(self, source: BinaryIO):
        self._source, self._digest, self.size = source, hashlib.sha256(), 0

    def readable(self):
        return True

    def readinto(self, buffer):
        chunk = self._source.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._digest.update(chunk)
        self.size += len(chunk)
        return len(chunk)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Produced(io.RawIOBase):
    """A reader of chunks that are made while they are asked for."""

    def __init__(self, chunks: Iterable[bytes]):
        self._chunks, self._rest = iter(chunks), b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self._rest:
            try:
                self._rest = next(self._chunks)
            except StopIteration:
                return 0
        taken = self._rest[: len(buffer)]
        self._rest = self._rest[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def recipient() -> pyrage.x25519.Recipient:
    """The public key of the settings. Raises `Misused` when there is none."""
    if not settings.QUIPUX_SYSTEM_BACKUP_KEY:
        raise Misused("Falta QUIPUX_SYSTEM_BACKUP_KEY. Cree la llave con: manage.py backup_system --new-key ARCHIVO")
    return pyrage.x25519.Recipient.from_str(settings.QUIPUX_SYSTEM_BACKUP_KEY)


def make_key(path: Path) -> str:
    """Write a new private key, readable by its owner only, and give the public one. Raises `FileExistsError`."""
    identity = pyrage.x25519.Identity.generate()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def read_key(path: Path) -> pyrage.x25519.Identity:
    """The private key of a file, as `make_key` and ``age-keygen`` write it."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError) as error:
        raise Misused(f"«{path}» no es un archivo de llave que se pueda leer.") from error


def seal(source: BinaryIO, path: Path, *, accept=lambda counted: True) -> Counted:
    """Seal everything ``source`` gives into ``path``: whole and durable, or not at all.

    Args:
        accept: asked with what passed; when it says no, nothing is kept.

    Returns:
        The size and SHA-256 of what was sealed, before sealing.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    counted = Counted(source)
    with NamedTemporaryFile(dir=path.parent, prefix=".sellando-", delete=False) as staged:
        try:
            pyrage.encrypt_io(io.BufferedReader(counted, CHUNK), staged, [recipient()])
            staged.flush()
            os.fsync(staged.fileno())
            if accept(counted):
                Path(staged.name).rename(path)
                sync_folder(path.parent)
        finally:
            Path(staged.name).unlink(missing_ok=True)
    return counted


def unseal(path: Path, target: BinaryIO, *, key: pyrage.x25519.Identity) -> None:
    """Write what ``path`` holds to ``target``. Raises `SafekeepingError`: another key, or altered bytes."""
    try:
        with path.open("rb") as sealed:
            pyrage.decrypt_io(sealed, target, [key])
    except FileNotFoundError as error:
        raise SafekeepingError(f"Falta «{path.name}» en la copia.") from error
    except pyrage.DecryptError as error:
        raise SafekeepingError(f"«{path.name}» no se abre con esa llave o fue alterado.") from error


@contextmanager
def unsealed(path: Path, *, key: pyrage.x25519.Identity) -> Iterator[BinaryIO]:
    """What ``path`` holds, as a file that no name reaches and that is gone afterwards. Raises as `unseal`."""
    with TemporaryFile(prefix="quipux-copia-") as file:
        unseal(path, file, key=key)
        file.seek(0)
        yield file


@contextmanager
def opened(path: Path, *, key: pyrage.x25519.Identity, sha256: str) -> Iterator[BinaryIO]:
    """What ``path`` holds, as a file that no name reaches and that is gone afterwards.

    Raises:
        SafekeepingError: another key, altered, or not the content with that SHA-256.
    """
    with unsealed(path, key=key) as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise SafekeepingError(f"«{path.name}» no es el de esta copia.")
        file.seek(0)
        yield file
