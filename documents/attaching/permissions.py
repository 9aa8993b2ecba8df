"""Who may attach to a copy, and change what is attached (documents §4.2, §6.4)."""

from documents import permissions
from documents.models import Copy
from documents.states import CopyRole, CopyState

GONE = (CopyState.DELETED, CopyState.ANNULLED, CopyState.PURGED)
DIGITISE = "digitise"


def is_draft(copy: Copy) -> bool:
    """Whether the document is still being written: its anexos may be changed and removed."""
    return copy.role == CopyRole.ORIGINAL and copy.state == CopyState.DRAFT


def can_change_attachments(copy: Copy, actor) -> bool:
    """The holder, while it is a draft; after signing nobody."""
    return is_draft(copy) and permissions.is_holder(copy, actor)


def can_attach(copy: Copy, actor) -> bool:
    """The holder, who loads scans, and later also who digitises and may open its files."""
    if copy.state in GONE:
        return False
    return (
        permissions.is_holder(copy, actor)
        or can_scan(copy, actor)
        or (not is_draft(copy) and can_digitise(copy, actor))
    )


def can_scan(copy: Copy, actor) -> bool:
    """Who has the paper itself on the desk: any external of the institution, read or not (documents §4.2)."""
    post = permissions.post_of(actor)
    own = post is not None and copy.institution_id == post.institution_id and copy.role == CopyRole.ORIGINAL
    return own and actor.holds(DIGITISE) and copy.state not in GONE and permissions.came_from_outside(copy)


def can_digitise(copy: Copy, actor) -> bool:
    """Who adds anexos for everybody after the document left its author."""
    return actor.holds(DIGITISE) and permissions.level(copy, actor) >= permissions.CONTENT
