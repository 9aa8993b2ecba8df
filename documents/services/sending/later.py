"""What comes to a document after it was sent."""

from django.db import transaction

from documents.models import Attachment, Copy
from documents.services.writing import NewAttachment, attachment_row
from quipux import clock


@transaction.atomic
def attach_later(copy: Copy, new: NewAttachment, *, actor) -> Attachment:
    """Add an anexo to one copy after it was sent («Archivos adicionales anexos al documento»)."""
    attachment = attachment_row(copy.document, new, actor, clock.now(), copy=copy)
    attachment.save()
    return attachment
