"""Use cases of documents: the only writers (design §7)."""

from documents.services.routing import inform, mark_read, reassign, shelve
from documents.services.sending import (
    attach_later,
    deliver,
    keep_official_pdf,
    number_and_freeze,
    render_official_pdf,
    sign_and_send,
)
from documents.services.writing import Draft, NewAttachment, write

__all__ = ["Draft", "NewAttachment", "attach_later", "deliver", "inform", "keep_official_pdf", "mark_read", "number_and_freeze",
           "reassign", "render_official_pdf", "shelve", "sign_and_send", "write"]  # fmt: skip
