"""Whether a published backup is still what was verified when it was published (I1)."""

from backups import payload
from backups.archive import naming
from backups.archive.errors import ArchiveError
from backups.archive.part_reader import verify_part
from backups.archive.reader import verify_set
from backups.models import Backup
from quipux.files.errors import StoreError
from quipux.files.parts import PartStore
from quipux.files.store import StoredBytesMissing


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
