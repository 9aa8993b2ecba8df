"""Whether the store still holds, byte for byte, what its rows say (V-1)."""

import hashlib
from collections.abc import Iterator

from quipux.files.models import StoredFile
from quipux.files.store import CHUNK, StoredBytesMissing, open_stored


def faults_of_store() -> Iterator[tuple[str, str]]:
    """``(SHA-256, reason in Spanish)`` of every stored file that is missing or altered."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        reason = _fault(stored)
        if reason:
            yield stored.sha256, reason


def _fault(stored):
    try:
        with open_stored(stored.sha256) as handle:
            digest = hashlib.sha256()
            while chunk := handle.read(CHUNK):
                digest.update(chunk)
    except StoredBytesMissing:
        return "no está en el almacenamiento"
    return None if digest.hexdigest() == stored.sha256 else "su contenido cambió"
