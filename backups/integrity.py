"""Whether stored parts are still what was verified when they were published (I1)."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from backups import payload
from backups.archive import naming
from backups.archive.errors import ArchiveError
from backups.archive.part_reader import verify_part
from backups.archive.reader import verify_set
from backups.models import Backup, BackupPart
from quipux.files import store as documents
from quipux.files.errors import StoreError
from quipux.files.parts import PartStore
from quipux.files.store import StoredBytesMissing

CHUNK = 1 << 20  # bytes read at a time
MISSING = "falta en el almacenamiento"
CHANGED = "sus bytes no corresponden a su SHA-256"
OTHER_SIZE = "no tiene el tamaño registrado"
UNREADABLE = "no se puede leer"


class Form(NamedTuple):
    """A file of a part as the store keeps it; the index part has two."""

    key: str
    bytes: int
    sha256: str


def forms_of(part: BackupPart) -> list[Form]:
    """Every stored file of a finished part."""
    forms = [Form(part.storage_key, part.bytes, part.sha256)]
    if part.alternative_key:
        forms.append(Form(part.alternative_key, part.alternative_bytes, part.alternative_sha256))
    return forms


def fault_in(part: BackupPart, *, whole: bool = True, hold: Callable = lambda: None) -> str | None:
    """The first fault of a finished part, in words; None when it is sound.

    Args:
        whole: hash every byte; otherwise only presence and size are looked at.
        hold: called between chunks.

    Raises:
        StoreError: the store itself does not answer, so that nothing is known of the part.
    """
    for form in forms_of(part):
        fault = _fault_of(form, whole, hold)
        if fault:
            check_store()
            return fault
    return None


def _fault_of(form, whole, hold):
    try:
        with PartStore().open(form.key) as file:
            size = file.seek(0, 2)
            if size != form.bytes:
                return OTHER_SIZE
            return CHANGED if whole and _sha256(file, hold) != form.sha256 else None
    except StoredBytesMissing:
        return MISSING
    except OSError:  # a bad sector says so while it is read
        return UNREADABLE


def _sha256(file, hold):
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        hold()
    return digest.hexdigest()


def check_store() -> None:
    """Parts lie beside the documents: where those are gone too, a mount is lost and no part is damaged.

    Raises:
        StoreError: the store does not answer.
    """
    if not documents.is_alive():
        raise StoreError("El almacenamiento no responde.")


def fault_of(backup: Backup) -> str | None:
    """The first fault of the stored set, in words; None when it is sound.

    Every part is read whole: its digest, each entry against the frozen list, and the directory
    of the set. The form of the last part that opens alone is read too.
    """
    names = naming.part_names(backup.request.archive_name, backup.parts_count)
    parts = {names[part.number - 1]: part for part in backup.parts.order_by("number")}
    store, last = PartStore(), parts[names[-1]]
    digests = {name: part.sha256 for name, part in parts.items()}
    try:
        verify_set(names[-1], open_part=lambda name: store.open(parts[name].storage_key), digests=digests)
        if last.alternative_key:
            with store.open(last.alternative_key) as file:
                verify_part(file, name=payload.alone_name(backup, last), first=False)
    except StoredBytesMissing as error:
        return f"falta una parte en el almacenamiento ({error})"
    except (ArchiveError, StoreError) as error:
        return str(error)
    return None
