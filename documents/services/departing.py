"""The work of a post that ends passes to others (documents §17.7, institutions §11.3)."""

from django.db.models import Q

from documents import history
from documents.models import Copy, Document, Participation, PhysicalPlacement, Task
from documents.services.receivers import Receiver
from documents.services.tasks import rows
from documents.services.tasks.assigning import hand_over
from documents.services.tasks.ending import cancel_all, end
from documents.states import CopyRole, CopyState, How, TaskState
from institutions.models import Appointment
from quipux import clock
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, Step, perform_many

MOVED = "Reasignado por desactivación de usuario"
CUSTODY = "El documento pasó a la institución custodia."
UNDELIVERED = (CopyState.UNSENT_ORIGINAL, CopyState.TO_PRINT, CopyState.UNSENT_ELECTRONIC, CopyState.CITIZEN_PENDING)
LIVING = (CopyState.DRAFT, CopyState.IN_PROCESS, *UNDELIVERED)  # states in which a copy waits for somebody
AT_ONCE = 200  # copies of one statement


def held_in(post: Appointment, *states):
    """What a post holds in these states."""
    return Copy.objects.filter(holder=post, state__in=states).order_by("pk")


def pass_copies(post: Appointment, destination: Appointment, *states, only=None) -> int:
    """Everything a post holds in these states passes to another, each with its entry and its participation.

    Args:
        only: uuids of the copies that pass; all of them when None.

    Returns:
        How many copies moved.
    """
    held = held_in(post, *states)
    held = held if only is None else held.filter(uuid__in=only)
    keys, moved = list(held.values_list("pk", flat=True)), 0
    for start in range(0, len(keys), AT_ONCE):
        moved += _pass(Copy.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk"), post, destination)
    return moved


def _pass(copies, post, destination):
    now, entry = clock.now(), Entry(history.ADMIN_REASSIGN, comment=MOVED, target=Receiver(destination))
    values = {"holder": destination, "instant": now}
    moved = perform_many([Step(Move(copy, "admin_reassign", values), [entry]) for copy in copies], actor=SYSTEM)
    leaves = destination.institution_id != post.institution_id
    if leaves:
        _to_custodian(moved, destination)
    Participation.objects.bulk_create([
        Participation(appointment=each, document_id=copy.document_id, copy=copy, how=how, document_date=copy.sort_at,
                      at=now, other=other, comment=MOVED)
        for copy in moved for each, how, other in ((post, How.REASSIGNED_BY, destination),
                                                   (destination, How.REASSIGNED_TO, post))])  # fmt: skip
    for copy in moved:
        if leaves:
            cancel_all(copy, actor=SYSTEM, reason=CUSTODY)
        elif copy.out_on_task or Task.objects.filter(copy=copy, state=TaskState.PENDING).exists():
            hand_over(copy, post, destination, actor=SYSTEM)
    return len(moved)


def _to_custodian(moved, destination):
    """The copies are of the custodian from now on; a draft will be numbered there, what has a number keeps it (§10.4)."""
    Copy.objects.filter(pk__in=[copy.pk for copy in moved]).update(institution=destination.institution_id)
    drafts = [copy.document_id for copy in moved if copy.role == CopyRole.ORIGINAL and copy.state == CopyState.DRAFT]
    Document.objects.filter(pk__in=drafts, frozen_at=None).update(institution=destination.institution_id,
                                                                  area=destination.area_id)  # fmt: skip


# Tasks ------------------------------------------------------------------------------------------------


def tasks_to(post: Appointment):
    """Open tasks that the post was given."""
    return (
        Task.objects.filter(assigned_to=post, state=TaskState.PENDING).select_related("copy__document").order_by("pk")
    )


def tasks_by(post: Appointment):
    """Open tasks that the post gave."""
    return (
        Task.objects.filter(assigned_by=post, state=TaskState.PENDING).select_related("copy__document").order_by("pk")
    )


def _those(found, only):
    return list(found if only is None else found.filter(uuid__in=only))


def pass_tasks_received(post: Appointment, destination: Appointment, *, only=None) -> int:
    """A new responsible for each, or for those of the uuids ``only``; a task of whoever gave it, or holds the document, ends."""
    found = _those(tasks_to(post), only)
    for each in found:
        task = rows.with_lock(each)
        if task.assigned_by.institution_id != destination.institution_id:
            end(task, actor=SYSTEM, reason=CUSTODY)
        elif _is_needless(task, destination):
            end(task, actor=SYSTEM, reason=MOVED)
        else:
            rows.revoke(task)
            rows.move(task, "hand_to", {"assigned_to": destination}, history.TASK_OWNER, actor=SYSTEM, text=MOVED,
                      target=destination)  # fmt: skip
            if task.copy.is_confidential:
                rows.grant(task.copy, destination, by=task.assigned_by)
        rows.settle(task.copy)
    return len(found)


def _is_needless(task, destination):
    mine = Task.objects.filter(copy=task.copy, assigned_to=destination, state=TaskState.PENDING)
    return destination.pk in (task.assigned_by_id, task.copy.holder_id) or mine.exists()


def pass_tasks_sent(post: Appointment, destination: Appointment, *, only=None) -> int:
    """A new assigner for each, or for those of the uuids ``only``; what was given to that very person ends."""
    found = _those(tasks_by(post), only)
    for each in found:
        task = rows.with_lock(each)
        if task.assigned_to.institution_id != destination.institution_id:
            end(task, actor=SYSTEM, reason=CUSTODY)
        elif task.assigned_to_id == destination.pk:
            end(task, actor=SYSTEM, reason=MOVED)
        else:
            rows.move(task, "pass_to", {"assigned_by": destination}, history.TASK_OWNER, actor=SYSTEM, text=MOVED,
                      target=destination)  # fmt: skip
        rows.settle(task.copy)
    return len(found)


# Paper ------------------------------------------------------------------------------------------------


def loans_of(post: Appointment):
    """What the physical archive lent to a post and is not back."""
    return (
        PhysicalPlacement.objects.filter(lent_to=post, returned_at=None).select_related("copy__document").order_by("pk")
    )


def pass_loans(post: Appointment, destination: Appointment) -> int:
    """The loans go on under the name of another."""
    found = list(loans_of(post))
    for row in found:
        row.lent_to = destination
        recorder.record(row.copy, history.PHYSICAL_ARCHIVE, actor=SYSTEM, comment=f"Préstamo transferido. {MOVED}",
                        target=Receiver(destination))  # fmt: skip
    PhysicalPlacement.objects.bulk_update(found, ["lent_to"])
    return len(found)


# Drafts of others -------------------------------------------------------------------------------------


def drafts_addressed_to(post: Appointment):
    """Drafts of others that name the post in Para or Copia."""
    named = Q(document__parties__appointment=post, document__parties__role__in=("to", "cc"))
    drafts = Copy.objects.filter(named, state=CopyState.DRAFT, holder__isnull=False).exclude(holder=post)
    return drafts.select_related("document", "holder__person").distinct().order_by("pk")
