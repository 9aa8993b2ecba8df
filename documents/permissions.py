"""Who may do what to a copy (documents §4.2, §16): predicates for the machine and the templates."""

from documents.states import CopyState


def is_system(copy, actor) -> bool:
    """Only Sistema delivers."""
    return bool(getattr(actor, "is_system", False))


def is_holder(copy, actor) -> bool:
    """The «Usuario actual», in the context in use."""
    return not is_system(copy, actor) and not actor.is_leaver and copy.holder_id == actor.appointment.pk


def can_inform(copy, actor) -> bool:
    """The holder; drafts and dead copies are not spread."""
    dead = (CopyState.DELETED, CopyState.ANNULLED, CopyState.PURGED)
    return is_holder(copy, actor) and copy.state not in dead


def can_read(copy, actor) -> bool:
    """Whether the actor reads the copy whole (level 3 or more of documents §16.2).

    Decided by the same rule that every list applies, so that a page never shows what a list hides.
    """
    from documents.models import Copy

    return Copy.objects.filter(pk=copy.pk).readable_by(actor.appointment).exists()
