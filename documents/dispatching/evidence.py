"""The proof that a paper copy was delivered: a file kept as an anexo of that copy alone (documents §10.4)."""

from django.core.files.uploadedfile import UploadedFile

from documents.attaching import reading, revising
from documents.attaching.rules import Totals, check_upload
from documents.models import Attachment, Copy
from documents.states import ScanState
from quipux import clock, scanning
from quipux.files import store

ALLOWED = ("pdf", "jpg", "jpeg", "png")
DESCRIPTION = "Constancia de entrega"


def keep_evidence(copy: Copy, upload: UploadedFile, *, actor) -> Attachment:
    """Keep the file after the same checks as any anexo; the antivirus reads it before anybody gets it.

    Raises:
        Invalid: its type, size or content is not accepted.
    """
    accepted = check_upload(upload, already=Totals(), allowed=ALLOWED)
    stored = store.save(upload.chunks(), media_type=accepted.media_type)
    waits = scanning.is_on()
    row = Attachment.objects.create(
        document_id=copy.document_id, copy=copy, name=accepted.name, description=DESCRIPTION, file=stored,
        added_by=actor.user.full_name, added_at=clock.now(),
        scan_state=ScanState.PENDING if waits else ScanState.CLEAN)  # fmt: skip
    (revising if waits else reading).ring()
    return row
