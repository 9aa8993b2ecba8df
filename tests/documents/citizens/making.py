"""What citizens present at a window and what offices send them."""

from collections.abc import Sequence

from accounts.models import User
from documents.models import Document
from documents.services import NewAttachment, paper
from documents.states import Confidentiality, CopyState
from institutions.models import Grant
from quipux import clock
from quipux.files import store
from tests import factories
from tests.documents.window import making as window


def external(clerk, person: User, *, to, subject: str = "Solicitud de información", confidential: bool = False,
             attachments: Sequence[tuple[str, bytes]] = (), **fields) -> Document:  # fmt: skip
    """An external of ``person``, registered by ``clerk`` and sent to its addressees."""
    level = Confidentiality.CONFIDENTIAL if confidential else Confidentiality.PUBLIC
    files = [NewAttachment(name, store.save(content, media_type="text/plain")) for name, content in attachments]
    window.let(clerk, "register_incoming")
    return window.sent(clerk, *to, sender=person, subject=subject, confidentiality=level, attachments=files,
                       **fields).document  # fmt: skip


def letter_on_paper(author, person: User, *, at=None, sent: bool = True, **fields) -> Document:
    """What an officer writes to a citizen; ``sent`` when it already left the building, if it goes on paper."""
    Grant.objects.get_or_create(appointment=author.appointment, permission="print_dispatch")
    with clock.frozen_at(at or clock.now()):
        document = factories.make_document(author, to=[person], **fields)
        copy = document.copies.get(party__person=person)
        if sent and copy.state == CopyState.TO_PRINT:
            paper.send_paper(copy, actor=factories.actor_of(author))
    return document
