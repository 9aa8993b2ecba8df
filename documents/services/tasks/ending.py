"""Ending tasks: finished by who has them, cancelled by who gave them or with their document."""

from django.db import transaction

from documents import history
from documents.models import Copy, Task
from documents.services import telling
from documents.services.tasks import rows
from documents.states import CopyRole, CopyState, TaskState
from quipux import clock

OF_PARENT = "Se finalizó o canceló la tarea principal."


@transaction.atomic
def finish(task: Task, *, actor, comment: str = "", hand_in: bool = False) -> Task:
    """Finalizar: 100 %, its pending subtasks are cancelled, the assigner is told.

    Args:
        hand_in: also reassign the answers still being drafted to who gave the task.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's, or not pending.
    """
    task = rows.with_lock(task)
    done = rows.move(task, "finish", {"instant": clock.now()}, history.TASK_FINISH, actor=actor, text=comment,
                     target=task.assigned_by)  # fmt: skip
    if hand_in:
        for original in drafted_answers(task):
            _hand_in(original, task, actor)
    _close(task, actor)
    rows.tell(task.assigned_by, telling.TASK_FINISHED, task, actor=actor)
    return done


def drafted_answers(task):
    """Answers of the task that its addressee still holds in En Edición."""
    return Copy.objects.filter(document__answered_tasks=task, role=CopyRole.ORIGINAL, state=CopyState.DRAFT,
                               holder=task.assigned_to_id)  # fmt: skip


def _hand_in(original, task, actor):
    from documents.services.routing import reassign  # routing hands tasks over: it stands above this module

    reassign(original, task.assigned_by, actor=actor, comment="Respuesta preparada en la tarea.")


@transaction.atomic
def cancel(task: Task, *, actor, comment: str = "") -> Task:
    """Cancelar, with all its pending subtasks.

    Raises:
        Forbidden, NotAllowedNow: the actor did not give it, or it is not pending.
    """
    task = rows.with_lock(task)
    done = _cancel_one(task, actor, comment)
    _close(task, actor)
    return done


@transaction.atomic
def cancel_all(copy, *, actor, reason: str) -> int:
    """Every pending task of a document ends with an act on it (Archivar, Eliminar, Firmar y Enviar).

    Returns:
        How many were cancelled.
    """
    pending = Task.objects.filter(copy=copy, state=TaskState.PENDING)
    if not pending.exists():
        return 0
    found = list(pending.select_related("assigned_to__person", "assigned_to__area", "parent", "copy__document"))
    for task in found:
        _cancel_one(task, actor, reason)
        rows.revoke(task)
    rows.settle(copy)
    return len(found)


def end(task, *, actor, reason) -> None:
    """Cancel one task and leave those below it."""
    _cancel_one(task, actor, reason)
    rows.revoke(task)


def _cancel_one(task, actor, text):
    done = rows.move(task, "cancel", {"instant": clock.now()}, history.TASK_CANCEL, actor=actor, text=text,
                     target=task.assigned_to)  # fmt: skip
    rows.tell(task.assigned_to, telling.TASK_CANCELLED, task, actor=actor)
    return done


def _close(task, actor):
    """After a task ended: its subtasks, its leave to read, and where the document is."""
    for below in rows.pending_below(task):
        _cancel_one(below, actor, OF_PARENT)
        rows.revoke(below)
    rows.revoke(task)
    rows.settle(task.copy)
