"""Giving a task or a subtask, and what becomes of tasks when the document changes its holder."""

from datetime import date

from django.db import transaction

from documents import history, permissions, targets
from documents.models import Participation, Task
from documents.services import telling
from documents.services.receivers import Receiver
from documents.services.tasks import ending, rows
from documents.states import How, TaskState
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Invalid
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

NEEDS_LEAVE = "El documento {} es Confidencial. Marque a quién autoriza a leerlo."
LONGEST_COMMENT = 550


@transaction.atomic
def assign(copy, target: Appointment, *, actor, comment: str, due: date, authorised: bool = False) -> Task:
    """Ask somebody to work on a document until a day; the addressee of a pending task gives a subtask of it.

    Args:
        due: Fecha Máxima; for a subtask not after that of its task.
        authorised: the actor gives leave to read a confidential document for as long as the task lasts.

    Raises:
        Invalid: somebody out of reach, a day that passed or is too late, no comment, no leave.
        Forbidden, NotAllowedNow: the document is not the actor's to give out, or not in work.
    """
    copy = rows.locked_copy(copy)
    parent = None if permissions.is_holder(copy, actor) else _own_task(copy, actor)
    _check(copy, target, actor, comment, due, parent)
    if copy.is_confidential and not authorised:
        raise Invalid(NEEDS_LEAVE.format(copy.number or copy.document.temporary_number or "borrador"))
    if parent is None and permissions.can_take(copy, actor):
        from documents.services.routing import take  # routing hands tasks over: it stands above this module

        copy = take(copy, actor=actor)
    return _give(copy, target, actor, comment, due, parent)


def _own_task(copy, actor):
    """The task of the actor on this document, below which a new one stands."""
    post = permissions.post_of(actor)
    return Task.objects.filter(copy=copy, assigned_to=post, state=TaskState.PENDING).first() if post else None


def _check(copy, target, actor, comment, due, parent):
    targets.check_target(target, copy, actor)
    if target.pk == copy.holder_id:
        raise Invalid(f"{target.person.full_name} tiene el documento: no necesita una tarea.")
    if not comment.strip():
        raise Invalid("Escriba en Comentario qué se debe hacer.", comment="Escriba en Comentario qué se debe hacer.")
    check_due(due, parent)
    if Task.objects.filter(copy=copy, assigned_to=target, state=TaskState.PENDING).exists():
        raise Invalid(f"{target.person.full_name} ya tiene una tarea pendiente en este documento.")


def check_due(due, parent) -> None:
    """Today or later, and not after the task above.

    Raises:
        Invalid: with the sentence for the form.
    """
    message = ""
    if due < clock.today():
        message = "La Fecha Máxima no puede ser anterior a hoy."
    elif parent is not None and due > parent.due:
        message = f"La subtarea no puede terminar después de su tarea, que vence el {parent.due.isoformat()}."
    if message:
        raise Invalid(message, due=message)


def _give(copy, target, actor, comment, due, parent) -> Task:
    now = clock.now()
    task = Task(copy=copy, assigned_by=actor.appointment, assigned_to=target, parent=parent, comment=comment,
                assigned_at=now, due=due)  # fmt: skip
    entry = Entry(history.TASK_ASSIGN, comment=comment, target=Receiver(target),
                  details={"task": str(task.uuid), "due": due.isoformat()})  # fmt: skip
    [copy] = perform(Move(copy, "give_task"), actor=actor, subject=copy, entries=[entry])
    task.copy = copy
    task.save(force_insert=True)
    recorder.record(task, history.TASK_ASSIGN, actor=actor, comment=comment, target=entry.target)
    if copy.is_confidential:
        rows.grant(copy, target, by=actor.appointment)
    _take_part(copy, target, How.TASK_TO, now, actor.appointment)
    _take_part(copy, actor.appointment, How.TASK_BY, now, target)
    rows.settle(copy)
    rows.tell(target, telling.TASK_GIVEN, task, actor=actor, deadline=due)
    return task


def _take_part(copy, post, how, now, other):
    Participation.objects.create(appointment=post, document_id=copy.document_id, copy=copy, how=how,
                                 document_date=copy.sort_at, at=now, other=other)  # fmt: skip


@transaction.atomic
def hand_over(copy, old: Appointment, new: Appointment, *, actor) -> int:
    """«Cambio de propietario de tarea»: pending tasks given by the old holder pass to the new one.

    The task of whoever is the new holder ends: the document itself is there now.

    Returns:
        How many tasks passed.
    """
    pending = Task.objects.filter(copy=copy, assigned_by=old, state=TaskState.PENDING).select_related(
        "assigned_to__person", "assigned_to__area", "parent", "copy")  # fmt: skip
    passed = 0
    for task in list(pending):
        if task.assigned_to_id == new.pk:
            ending.end(task, actor=actor, reason="El documento pasó a quien tenía la tarea.")
            continue
        rows.move(task, "pass_to", {"assigned_by": new}, history.TASK_OWNER, actor=actor, target=new)
        passed += 1
    rows.settle(copy)
    return passed
