"""What every act on a task does to its rows: locks, both histories, leave to read, notices."""

from django.urls import reverse

from documents.models import ConfidentialGrant, Copy, Task
from documents.services import telling
from documents.services.receivers import Receiver
from documents.states import GrantReason, TaskState
from quipux import clock
from quipux.history import recorder
from quipux.history.models import Entry as HistoryEntry
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform


def locked_copy(copy) -> Copy:
    """The copy first and its tasks after it, always: two acts on one document never wait for each other in a ring."""
    pk = getattr(copy, "pk", copy)
    return Copy.objects.locked(pk, "document__type", "document__area", "holder__person", "holder__area")


def with_lock(task) -> Task:
    """The task as it is now, its copy locked."""
    copy = locked_copy(task.copy_id)
    names = ("assigned_by__person", "assigned_by__area", "assigned_to__person", "assigned_to__area", "parent")
    task = Task.objects.select_related(*names).get(pk=task.pk)
    task.copy = copy
    return task


def pending_below(task) -> list[Task]:
    """Pending subtasks of every depth, the nearest first."""
    found, level = [], [task.pk]
    while level:
        below = list(Task.objects.filter(parent__in=level).select_related("assigned_to__person", "assigned_to__area",
                                                                          "parent", "copy"))  # fmt: skip
        found += [one for one in below if one.state == TaskState.PENDING]
        level = [one.pk for one in below]
    return found


def move(task, transition, values, action, *, actor, text="", target=None, details=None) -> Task:
    """One move of a task, written in its own history and in that of its document."""
    entry = Entry(action, comment=text, target=Receiver(target) if target else None, details=details)
    [moved] = perform(Move(task, transition, values), actor=actor, subject=task, entries=[entry])
    copied = {"task": str(task.uuid)} | (details or {})
    recorder.record(task.copy, action, actor=actor, comment=text, target=entry.target, details=copied)
    return moved


def settle(copy) -> None:
    """Whether the copy is out on a task: one given by its holder is pending (documents §2.2)."""
    copy = Copy.objects.get(pk=copy.pk)
    out = Task.objects.filter(copy=copy, assigned_by=copy.holder_id, state=TaskState.PENDING).exists()
    if out != copy.out_on_task:
        perform(Move(copy, "end_tasks", {"out_on_task": out}), actor=SYSTEM, subject=copy, entries=[])


# Leave to read a confidential copy, for as long as the task lasts --------------------------------------


def grant(copy, post, *, by) -> None:
    """Leave to read; who has one already keeps it."""
    ConfidentialGrant.objects.get_or_create(copy=copy, appointment=post, revoked_at=None, defaults={
        "granted_by": by, "reason": GrantReason.TASK, "at": clock.now()})  # fmt: skip


def revoke(task) -> None:
    """The leave ends with the task; one given by informing stays."""
    ConfidentialGrant.objects.filter(copy=task.copy_id, appointment=task.assigned_to_id, reason=GrantReason.TASK,
                                     revoked_at=None).update(revoked_at=clock.now())  # fmt: skip


def tell(post, event, task, *, actor, deadline=None) -> None:
    """A notice and a mail that lead to the task; nobody is told of the own act."""
    if getattr(actor, "appointment", None) == post:
        return
    last = HistoryEntry.objects.of(task).values_list("sequence", flat=True).first()
    telling.tell(post, event, task.copy, actor=actor, key=f"task-{task.uuid}-{last}", deadline=deadline,
                 url=reverse("documents:task", args=[task.uuid]))  # fmt: skip


def record_only(task, action, *, actor, text="", target=None) -> None:
    """What concerns the people of the task alone."""
    recorder.record(task, action, actor=actor, comment=text, target=Receiver(target) if target else None)
