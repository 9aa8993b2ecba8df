"""Whether the store still holds, byte for byte, what its rows say (V-1)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Mod

from quipux.files.models import StoredFile
from quipux.files.store import CHUNK, StoredBytesMissing, open_stored


@dataclass
class Tally:
    """How many files were read."""

    files: int = 0


def faults_of_store(*, share: tuple[int, int] | None = None, tally: Tally | None = None) -> Iterator[tuple[str, str]]:
    """``(SHA-256, reason in Spanish)`` of every stored file that is missing or altered.

    Args:
        share: (k, n) reads only the k-th of n equal shares; all of them when omitted.
        tally: counts what was read.
    """
    rows = StoredFile.objects.order_by("pk")
    if share:
        rows = rows.alias(slot=Mod(F("pk"), share[1])).filter(slot=share[0])
    for stored in rows.iterator():
        if tally:
            tally.files += 1
        reason = fault(stored)
        if reason:
            yield stored.sha256, reason


def fault(stored: StoredFile) -> str | None:
    """Read one stored file whole: the reason in Spanish why it is not what its row says, None when it is."""
    try:
        with open_stored(stored.sha256) as handle:
            digest = hashlib.sha256()
            while chunk := handle.read(CHUNK):
                digest.update(chunk)
    except StoredBytesMissing:
        return "no está en el almacenamiento"
    return None if digest.hexdigest() == stored.sha256 else "su contenido cambió"
