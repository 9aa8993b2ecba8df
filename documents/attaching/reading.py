"""What clean anexos say: their text, for the search, and who signed them; read once (documents §6.4, §13.3)."""

import logging

from documents.attaching import signers
from documents.models import Attachment
from documents.states import ScanState
from quipux import jobs
from quipux.extraction import ocr
from quipux.extraction.reading import ExtractionUnavailable, extract_text
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.limits.services import hold, let_go

logger = logging.getLogger("quipux.attaching")
AT_ONCE = 200  # files of one sweep


def ring() -> None:
    """Ask for the text of what the present transaction made clean."""
    jobs.ring("documents.tasks.read_attachments")


def read_pending() -> int:
    """Fill ``text`` and ``signatures`` where they are not known yet: null means not read, empty nothing to find.

    Returns:
        How many files were read; it stops when no child can be started.
    """
    done = 0
    for stored in _waiting():
        if not hold("read_file", stored.pk):
            continue  # another worker has it
        try:
            text = _text(stored)
            signed = signers.found_in(stored) if text is not None else []
        except ExtractionUnavailable:
            logger.exception("extraction_unavailable")
            break
        finally:
            let_go("read_file", stored.pk)
        if text is not None:
            _unread().filter(file=stored).update(text=text, signatures=signed)
            done += 1
    return done


def _unread():
    return Attachment.objects.filter(scan_state=ScanState.CLEAN, text=None, file__isnull=False)


def _waiting():
    return StoredFile.objects.filter(pk__in=_unread().order_by("pk").values_list("file", flat=True)[:AT_ONCE])


def _text(stored):
    """None while the store does not answer; bytes that a living store lost have no text any more."""
    try:
        return extract_text(stored) or ocr.read(stored)
    except (store.StoredBytesMissing, OSError):
        logger.exception("attachment_not_read")
        return "" if store.is_alive() else None
