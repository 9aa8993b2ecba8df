"""The bytes of one part, for whoever was found entitled in this request (backups §3.8, T16)."""

import logging

from backups.archive import naming
from backups.models import BackupPart
from backups.presenters.repairs import IN_REPAIR, repair_notice
from backups.services import downloads, repairing
from quipux.errors import NotAllowedNow, NotFound
from quipux.files.delivery import deliver
from quipux.files.store import StoredBytesMissing

logger = logging.getLogger("quipux.security")
TRANSFERS = (200, 206, 302)  # whole, a range, or the store's own address
MEDIA_TYPE = "application/zip"
NO_FILE = "No encontramos ese archivo."


def names_of(found) -> dict[str, tuple[int, bool]]:
    """File name → number of the part, and whether it is the form that opens alone."""
    count = found.backup.parts_count
    names = {name: (number, False) for number, name in enumerate(naming.part_names(found.archive_name, count), 1)}
    alone = naming.independent_names(found.archive_name, count) if count > 1 else ()
    return names | {name: (number, True) for number, name in enumerate(alone, 1)}


def serve_part(request, found, name: str, *, actor, extra_headers: dict[str, str] | None = None):
    """Answer with the part of that file name, whole or by ranges, and note what leaves.

    Args:
        actor: who downloads: the session's, or the holder of a ticket.

    Raises:
        NotFound: no file of this backup has that name.
        NotAllowedNow: the part is in repair, or could not be made again.
    """
    number, alternative = names_of(found).get(name, (0, False))
    row = BackupPart.objects.select_related("backup__request").filter(backup=found.backup, number=number).first()
    if row is None:
        raise NotFound(NO_FILE)
    refuse_damaged([row])
    key, size, sha256 = row.storage_key, row.bytes, row.sha256
    if alternative and row.alternative_key:
        key, size, sha256 = row.alternative_key, row.alternative_bytes, row.alternative_sha256
    observer = downloads.Observer(row, actor=actor, alternative=alternative)
    try:
        response = deliver(request, storage_alias="backups", key=key, size=size, sha256=sha256, filename=name,
                           media_type=MEDIA_TYPE, last_modified=row.finished_at, observer=observer,
                           extra_headers=extra_headers)  # fmt: skip
    except StoredBytesMissing as missing:
        repairing.report_damage(row, "no está completa en el almacenamiento")
        raise NotAllowedNow(IN_REPAIR) from missing
    if request.method == "GET" and response.status_code in TRANSFERS:
        _note(row, actor, alternative, by_us=response.streaming)
    return response


def refuse_damaged(parts) -> None:
    """Raise NotAllowedNow when one of the parts cannot be given now (backups §3.8)."""
    if notice := repair_notice(parts):
        raise NotAllowedNow(notice)


def _note(row, actor, alternative, *, by_us):
    downloads.note_entry(row, actor=actor)
    logger.info("part_download", extra={"user": actor.user.pk, "request": str(row.backup.request.uuid),
                                        "part": row.number})  # fmt: skip
    if not by_us:
        downloads.note_handed_over(row, actor=actor, alternative=alternative)
    downloads.watch_starts(row, actor=actor)
