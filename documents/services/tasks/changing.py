"""Work on a task: advance, comments, another date, reopening (documents §4.2)."""

from datetime import date

from django.db import transaction

from documents import history, task_permissions
from documents.models import ConfidentialGrant, Task
from documents.services import telling
from documents.services.tasks import assigning, ending, rows
from documents.states import GrantReason, TaskState
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.workflow import Entry, Move, perform

STEP = 10


@transaction.atomic
def advance(task: Task, progress: int, *, actor, comment: str = "") -> Task:
    """Avance in steps of 10 %; 100 finishes.

    Raises:
        Invalid: no step between 0 and 100.
        Forbidden, NotAllowedNow: it is not the actor's, or not pending.
    """
    if progress not in range(0, 101, STEP):
        raise Invalid("El avance va de 0 a 100, de diez en diez.", progress="El avance va de 0 a 100, de diez en diez.")
    if progress == 100:
        return ending.finish(task, actor=actor, comment=comment)
    task = rows.with_lock(task)
    text = f"{progress} %. {comment}".strip()
    [moved] = perform(Move(task, "advance", {"progress": progress}), actor=actor, subject=task,
                           entries=[Entry(history.TASK_PROGRESS, comment=text)])  # fmt: skip
    return moved


@transaction.atomic
def move_due(task: Task, due: date, *, actor, comment: str = "") -> Task:
    """Editar fecha: between today and the task above, and not before a pending subtask.

    Raises:
        Invalid: the day does not fit.
        Forbidden, NotAllowedNow: the actor did not give it, or it is not pending.
    """
    task = rows.with_lock(task)
    assigning.check_due(due, task.parent)
    late = [below for below in rows.pending_below(task) if below.due > due]
    if late:
        message = f"Hay una subtarea que vence el {late[0].due.isoformat()}: cambie primero su fecha."
        raise Invalid(message, due=message)
    text = f"{task.due.isoformat()} → {due.isoformat()}. {comment}".strip()
    moved = rows.move(
        task, "move_due", {"due": due}, history.TASK_EDIT, actor=actor, text=text, target=task.assigned_to
    )
    rows.tell(task.assigned_to, telling.TASK_MOVED, task, actor=actor, deadline=due)
    return moved


@transaction.atomic
def reopen(task: Task, *, actor, comment: str = "") -> Task:
    """Reabrir: pending again at 0 %, with the leave to read that ended with it.

    Raises:
        NotAllowedNow: the document is not in work, its task above is closed, or the person has another task on it.
        Forbidden: the actor did not give it.
    """
    task = rows.with_lock(task)
    _check_reopening(task)
    moved = rows.move(task, "reopen", {}, history.TASK_REOPEN, actor=actor, text=comment, target=task.assigned_to)
    ended = ConfidentialGrant.objects.filter(copy=task.copy, appointment=task.assigned_to, reason=GrantReason.TASK)
    if task.copy.is_confidential and ended.exists():
        rows.grant(task.copy, task.assigned_to, by=actor.appointment)
    rows.settle(task.copy)
    rows.tell(task.assigned_to, telling.TASK_REOPENED, task, actor=actor, deadline=task.due)
    return moved


def _check_reopening(task):
    if task.copy.state not in task_permissions.OPEN_STATES:
        raise NotAllowedNow(f"No puede reabrir la tarea: el documento está en estado {task.copy.get_state_display()}.")
    if task.parent is not None and task.parent.state != TaskState.PENDING:
        raise NotAllowedNow("Reabra primero la tarea principal.")
    if Task.objects.filter(copy=task.copy, assigned_to=task.assigned_to_id, state=TaskState.PENDING).exists():
        raise NotAllowedNow("Esa persona ya tiene una tarea pendiente en este documento.")


@transaction.atomic
def comment(task: Task, text: str, *, actor) -> None:
    """Comentar, in any state of the task: both people of it and the holder; the others are told.

    Raises:
        Invalid: nothing was written.
        Forbidden: the actor has no part in it.
    """
    task = rows.with_lock(task)
    if not task_permissions.can_comment(task, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if not text.strip():
        raise Invalid("Escriba el comentario.", comment="Escriba el comentario.")
    rows.record_only(task, history.TASK_COMMENT, actor=actor, text=text)
    for post in {task.assigned_by, task.assigned_to}:
        rows.tell(post, telling.TASK_COMMENTED, task, actor=actor)


def mark_read(task: Task, *, actor) -> None:
    """The addressee opened it; anybody else's reading leaves no mark."""
    Task.objects.filter(pk=task.pk, assigned_to=actor.appointment, is_read=False).update(is_read=True)
