"""Damage done to stored parts, as a disk or a hand would do it."""

import random
from pathlib import Path

from django.core.files.storage import storages

from backups.models import BackupPart


def path_of(key: str) -> Path:
    return Path(storages["backups"].path(key))


def flip_a_byte(part: BackupPart, rng: random.Random, *, alternative: bool = False) -> None:
    """Change one byte at a random place; size and name stay."""
    path = path_of(part.alternative_key if alternative else part.storage_key)
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def remove(part: BackupPart) -> None:
    path_of(part.storage_key).unlink()
