"""Use cases of documents: the only writers."""

from documents.services.answering import answer, duplicate
from documents.services.drafts import delete_draft, purge, restore_deleted
from documents.services.routing import (
    comment,
    inform,
    mark_read,
    mark_unread,
    reassign,
    recover,
    remove_informed,
    shelve,
    take,
    unshelve,
)
from documents.services.sending import (
    attach_later,
    deliver,
    keep_official_pdf,
    number_and_freeze,
    render_official_pdf,
    sign_and_send,
)
from documents.services.writing import Draft, NewAttachment, create, modify, write

__all__ = ["Draft", "NewAttachment", "answer", "attach_later", "comment", "create", "delete_draft", "deliver",
           "duplicate", "inform", "keep_official_pdf", "mark_read", "mark_unread", "modify", "number_and_freeze", "purge",
           "reassign", "recover", "remove_informed", "render_official_pdf", "restore_deleted", "shelve",
           "sign_and_send", "take", "unshelve", "write"]  # fmt: skip
