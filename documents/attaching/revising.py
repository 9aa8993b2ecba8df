"""The revision of anexos: each new file waits for the antivirus's word before anybody gets it (documents §6.4, D-09).

The row is the work: ``pending`` until the scanner answers. The doorbell hastens it, a sweep of every minute heals it.
"""

import logging
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Min

from documents.attaching import history, reading
from documents.models import Attachment, Copy
from documents.states import CopyRole, ScanState
from quipux import clock, jobs, scanning
from quipux.errors import Gone
from quipux.files import checking, store
from quipux.files.errors import StoreError
from quipux.files.models import StoredFile
from quipux.history import recorder
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.limits.services import hold, let_go
from quipux.notices.services import notify
from quipux.scanning import Verdict

logger = logging.getLogger("quipux.attaching")
AT_ONCE = 200  # files of one sweep
LONGEST_REVISION = timedelta(minutes=10)
NAME_TOLD = 200  # characters of a name that fit in a notice


class RevisionStopped(Exception):
    """Files wait for the antivirus longer than they should."""


def ring() -> None:
    """Ask for the revision of what the present transaction attaches."""
    jobs.ring("documents.tasks.scan_attachments")


def scan_pending() -> Counter:
    """Ask the scanner about every file that waits, the oldest first.

    Returns:
        How many files got each verdict; it stops when the scanner is down.
    """
    verdicts = Counter()
    for stored in _waiting():
        if not hold("scan_file", stored.pk):
            continue  # another worker has it
        try:
            verdict = _judge(stored)
        finally:
            let_go("scan_file", stored.pk)
        verdicts[str(verdict)] += 1
        # One file may be at fault itself: only a scanner that fails its own test stops the sweep.
        if verdict is Verdict.UNAVAILABLE and not scanning.works():
            break
    return verdicts


def _waiting():
    rows = Attachment.objects.filter(scan_state=ScanState.PENDING, removed_at=None, file__isnull=False)
    oldest = rows.values("file").annotate(since=Min("added_at")).order_by("since")[:AT_ONCE]
    files = StoredFile.objects.in_bulk([row["file"] for row in oldest])
    return [files[row["file"]] for row in oldest]


def _judge(stored):
    """Scan one file and keep the verdict; bytes that changed in the store are nobody's file any more."""
    try:
        if fault := checking.fault(stored):
            logger.error("attachment_bytes_changed", extra={"file": stored.pk, "reason": fault})
            return Verdict.UNAVAILABLE
        with store.open_stored(stored.sha256) as file:
            verdict = scanning.scan(file)
    except (store.StoredBytesMissing, StoreError, OSError):
        logger.exception("attachment_not_read")
        return Verdict.UNAVAILABLE
    if verdict is Verdict.CLEAN:
        _release(stored)
    elif verdict is Verdict.INFECTED:
        _quarantine(stored)
    return verdict


@transaction.atomic
def _release(stored):
    Attachment.objects.filter(file=stored, scan_state=ScanState.PENDING).update(scan_state=ScanState.CLEAN)
    reading.ring()


@transaction.atomic
def _quarantine(stored):
    """Retire every anexo with these bytes, also one that older signatures let pass; the bytes stay for the operators."""
    rows = Attachment.objects.select_for_update(of=("self",)).filter(file=stored).exclude(scan_state=ScanState.INFECTED)
    for row in rows:
        row.scan_state, row.text = ScanState.INFECTED, ""
        row.save(update_fields=["scan_state", "text"])
        if row.removed_at is None:
            _tell(row)


def retired_sentence(name: str) -> str:
    """What is told of an infected file."""
    return f'"{name}" contiene un programa dañino y fue retirado.'


def _tell(row):
    """In the Recorrido, and to who attached it."""
    short = row.name if len(row.name) <= NAME_TOLD else row.name[:NAME_TOLD] + "…"
    sentence = retired_sentence(short)
    copy = row.copy or (row.document and Copy.objects.get(document=row.document, role=CopyRole.ORIGINAL))
    if copy:
        recorder.record(copy, history.QUARANTINE, actor=SYSTEM, comment=sentence, details={"attachment": str(row.uuid)})
    user, context = _who_attached(row, copy)
    notify(key=f"infected-{row.uuid}", user_id=user, context=context, text=sentence)


def _who_attached(row, copy):
    """Person and appointment: of the unsaved text, of the entry that tells it, else the author of the document."""
    if row.session_id:
        return row.session.user_id, str(row.session.appointment.uuid)
    told = Entry.objects.of(copy).filter(action=history.ATTACH, details__attachment=str(row.uuid)).first()
    if told:
        return told.actor_id, told.actor_appointment
    author = row.document.author
    return author.person_id, str(author.uuid)


def check_pace() -> None:
    """The alarm of the health page (safety §2.5).

    Raises:
        RevisionStopped: a file waits for more than ten minutes.
    """
    late = clock.now() - LONGEST_REVISION
    if Attachment.objects.filter(scan_state=ScanState.PENDING, removed_at=None, added_at__lt=late).exists():
        raise RevisionStopped("attachments wait for the scanner")


def served(attachment: Attachment) -> StoredFile:
    """The bytes of a clean anexo, if they are still the ones that were scanned (safety S-38).

    Raises:
        Gone: they are not; the log says so for the alarm.
    """
    if fault := checking.fault(attachment.file):
        logger.error("attachment_bytes_changed", extra={"file": attachment.file_id, "reason": fault})
        raise Gone("El archivo cambió en el almacén y no se puede entregar. Avise a soporte.")
    return attachment.file
