"""When a delivered copy was opened for the first time."""

from documents import permissions
from documents.models import Copy, FirstOpening
from documents.states import CopyState
from quipux import clock

DELIVERED = (CopyState.IN_PROCESS, CopyState.SHELVED)


def note_opening(copy: Copy, *, actor) -> None:
    """Write down that its holder opened a delivered copy; only the first time leaves anything.

    Args:
        copy: read with ``for_page()``, which knows whether it was opened before.
    """
    if hasattr(copy, "first_opening") or copy.is_original or copy.state not in DELIVERED:
        return
    if permissions.is_holder(copy, actor):
        who = actor.identity()
        opening = FirstOpening(copy_id=copy.pk, name=who.name, position=who.position, at=clock.now())
        FirstOpening.objects.bulk_create([opening], ignore_conflicts=True)
