"""Anexos as the pages list them."""

from documents.detail import attachments_of
from documents.models import Attachment, Copy


def told_apart(copy: Copy) -> tuple[list[Attachment], list[Attachment]]:
    """What was signed with the document, and what was added later: «subidos posterior a la firma» (documents §6.4)."""
    signed_at = copy.document.frozen_at
    first, later = [], []
    for row in attachments_of(copy).select_related("file"):
        (later if row.copy_id or (signed_at and row.added_at > signed_at) else first).append(row)
    return first, later
