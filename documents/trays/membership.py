"""Which rows each tray holds: the exact membership of documents §5.2, one function per tray."""

from django.db.models import Exists, OuterRef

from documents.deputies import Deputy, open_to
from documents.levels import Reader, seen_when_told
from documents.models import Copy, Informed, Participation, Task
from documents.permissions import printed_areas_of
from documents.states import Confidentiality, CopyRole, CopyState, How


def _held(actor, *states, **conditions):
    one = {"state": states[0]} if len(states) == 1 else {"state__in": states}
    return open_to(actor, Copy.objects.filter(holder=actor.appointment, **one, **conditions))


def drafts(actor):
    return _held(actor, CopyState.DRAFT, out_on_task=False)


def received(actor):
    return _held(actor, CopyState.IN_PROCESS, out_on_task=False)


def sent(actor):
    return _held(actor, CopyState.SENT, role=CopyRole.ORIGINAL)


def unsent(actor):
    return _held(actor, CopyState.UNSENT_ORIGINAL, role=CopyRole.ORIGINAL)


def deleted(actor):
    return _held(actor, CopyState.DELETED, CopyState.ANNULLED)


def shelved(actor):
    return _held(actor, CopyState.SHELVED)


def to_print(actor):
    """Of the área of De, frozen with the document, whoever it is for; a closed área passes to the open one above."""
    waiting = Copy.objects.filter(state=CopyState.TO_PRINT, document__area__in=printed_areas_of(actor))
    return waiting.select_related("party")


def citizen_letters(actor):
    """Letters of citizens that wait for a clerk of the institution."""
    rows = Copy.objects.filter(state=CopyState.CITIZEN_PENDING, institution=actor.institution)
    return rows.select_related("party__appointment__person", "directed_to__person")


def reassigned(actor):
    """One row per event: passing the same copy on twice makes two."""
    return open_to(actor, Participation.objects.filter(appointment=actor.appointment, how=How.REASSIGNED_BY), "copy__")


def informed(actor):
    """What the person was told of and may still read."""
    reader = Reader(actor.appointment, actor.permissions, deputy=Deputy.of(actor))
    read = Copy.objects.filter(seen_when_told(reader), pk=OuterRef("copy"))
    return Informed.objects.filter(Exists(read), informed=actor.appointment, removed_at=None)


def shared(actor):
    return Copy.objects.filter(holder__in=actor.chiefs, state=CopyState.IN_PROCESS,
                               confidentiality=Confidentiality.PUBLIC, out_on_task=False)  # fmt: skip


def tasks_received(actor):
    return open_to(actor, Task.objects.filter(assigned_to=actor.appointment), "copy__")


def tasks_sent(actor):
    return open_to(actor, Task.objects.filter(assigned_by=actor.appointment), "copy__")
