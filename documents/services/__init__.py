"""Use cases of documents: the only writers."""

from documents.services.answering import answer, duplicate
from documents.services.citizen_letters import release
from documents.services.drafts import delete_draft, purge, restore_deleted
from documents.services.incoming import register
from documents.services.paper import annul_copy, print_many, restore_annulled, send_paper
from documents.services.routing import (
    antecedents_held,
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
from documents.services.scans import add_later, digitise
from documents.services.sending import (
    annul,
    attach_later,
    deliver,
    keep_official_pdf,
    number_and_freeze,
    order_paper,
    prepare_previews,
    render_official_pdf,
    request_sending,
    rerender,
    retry_sending,
    send_incoming,
    sign_and_send,
    signature_accepted,
)
from documents.services.writing import Draft, NewAttachment, create, modify, write

__all__ = ["Draft", "NewAttachment", "add_later", "annul", "annul_copy", "answer", "antecedents_held",
           "attach_later", "comment", "create", "delete_draft", "deliver",
           "digitise", "duplicate", "inform", "keep_official_pdf", "mark_read", "mark_unread",
           "modify", "number_and_freeze", "order_paper", "prepare_previews", "print_many", "purge", "reassign",
           "recover", "register", "release", "remove_informed", "render_official_pdf", "request_sending", "rerender",
           "restore_annulled", "restore_deleted", "retry_sending", "send_incoming", "send_paper",
           "shelve", "sign_and_send", "signature_accepted", "take", "unshelve", "write"]  # fmt: skip
