"""The preview pane: a document beside the list it is in, with an address of its own (documents §5.3, ui §4)."""

from documents import alarms, detail, permissions
from documents.acts import ACTS
from documents.composing import sessions
from documents.models import Copy
from documents.permissions import CONTENT, READS
from documents.text import words_of_html
from documents.views.drawing import acts_of
from documents.views.finding import copy_at
from quipux.errors import DomainError

SHOWN = 4_000  # characters of a text; the whole of it is on the document's page


def pane_of(request, listing) -> dict | None:
    """What the pane shows; None where the address asks for no document, or for one out of the person's reach.

    Looking at it is no opening: the row stays unread until two seconds pass or the person says so.
    """
    wanted = _wanted(listing.params.get("vista", ""))
    if wanted is None or not Copy.objects.visible_to(request.actor, at_least=READS).filter(uuid=wanted).exists():
        return None
    copy = copy_at(request, wanted, READS)
    alarms.count_opening(request)
    text = words_of_html(copy.document.body) or copy.document.summary
    unread = permissions.is_holder(copy, request.actor) and not copy.is_read
    return {"copy": copy, "document": copy.document, "parties": detail.parties_by_role(copy.document),
            "annexes": list(detail.attachments_of(copy)), "text": text[:SHOWN], "is_cut": len(text) > SHOWN,
            "comment": detail.last_reassignment_comment(copy), "has_file": copy.level >= CONTENT,
            "reads": ACTS["leido"] if unread and not request.actor.is_subrogated else None,
            "acts": acts_of(request, copy, listing.address), "close_url": listing.address}  # fmt: skip


def _wanted(text):
    try:
        return sessions.identifier(text) if text else None
    except DomainError:
        return None
