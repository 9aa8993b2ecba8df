"""Tareas of a document and one of them: what their pages show (documents §13.9)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from documents import task_permissions
from documents.models import Copy, Task
from documents.states import TaskState
from quipux.history.models import Entry
from quipux.web.components import Column, Link, Tag

COLUMNS = [Column("Tarea"), Column("Asignado para"), Column("Asignado por"), Column("Fecha Asignación"),
           Column("Fecha Máxima"), Column("Avance", numeric=True), Column("Estado")]  # fmt: skip
HISTORY_COLUMNS = [Column(label) for label in ("Área", "Fecha Hora", "Acción", "De", "Para", "Comentario")]
HIDDEN = "Documento confidencial"


@dataclass(frozen=True)
class TaskAct:
    """One act on a task: the last part of its address, its button, and who may do it in which states."""

    slug: str
    label: str
    can: object
    states: tuple


PENDING, CLOSED = (TaskState.PENDING,), (TaskState.FINISHED, TaskState.CANCELLED)
ACTS = {act.slug: act for act in (
    TaskAct("avance", "Registrar avance", task_permissions.can_advance, PENDING),
    TaskAct("finalizar", "Finalizar tarea", task_permissions.can_finish, PENDING),
    TaskAct("cancelar", "Cancelar tarea", task_permissions.can_withdraw, PENDING),
    TaskAct("reabrir", "Reabrir tarea", task_permissions.can_reopen, CLOSED),
    TaskAct("fecha", "Editar fecha", task_permissions.can_move_due, PENDING),
    TaskAct("comentar", "Comentar tarea", task_permissions.can_comment, (*PENDING, *CLOSED)),
)}  # fmt: skip


def acts_of_task(task, actor) -> list[TaskAct]:
    return [act for act in ACTS.values() if task.state in act.states and act.can(task, actor)]


def light(task, today: date) -> Tag:
    """«A tiempo», «Vence hoy», «Atrasada N días», «Cerrada»: always with the word (documents §5.2)."""
    if task.state != TaskState.PENDING:
        return Tag("Cerrada", "grey")
    late = (today - task.due).days
    if late > 0:
        return Tag(f"Atrasada {late} día{'' if late == 1 else 's'}", "red", "warning")
    return Tag("Vence hoy", "yellow", "calendar") if late == 0 else Tag("A tiempo", "green", "check")


def tree(copy: Copy) -> list[tuple[int, Task]]:
    """Every task of a copy with its depth, subtasks below their task; one query."""
    people = ("assigned_by__person", "assigned_to__person")
    found = list(Task.objects.filter(copy=copy).select_related(*people).order_by("assigned_at", "pk"))
    below = {}
    for task in found:
        below.setdefault(task.parent_id, []).append(task)
    return list(_walk(below, None, 0))


def _walk(below, parent, depth):
    for task in below.get(parent, ()):
        yield depth, task
        yield from _walk(below, task.pk, depth + 1)


def branch(task: Task) -> list[tuple[int, Task]]:
    """The subtasks of one task, of every depth."""
    found, inside = [], {task.pk: 0}
    for _, one in tree(task.copy):
        if one.parent_id in inside:
            inside[one.pk] = inside[one.parent_id] + 1
            found.append((inside[one.pk] - 1, one))
    return found


def task_rows(tasks, today: date) -> list[list]:
    return [[Link("— " * depth + _short(task.comment), reverse("documents:task", args=[task.uuid])),
             task.assigned_to.person.full_name, task.assigned_by.person.full_name, task.assigned_at, task.due,
             f"{task.progress} %", (task.get_state_display(), light(task, today))]
            for depth, task in tasks]  # fmt: skip


def _short(text):
    return text if len(text) <= 80 else f"{text[:79]}…"


def task_history(task: Task, *, with_comments: bool) -> tuple[list[Column], list[list]]:
    """Columns and rows of the task's own Recorrido, newest first."""
    rows = [[entry.actor_area, entry.at, entry.label, entry.actor_name, (entry.target or {}).get("name", ""),
             entry.comment] for entry in Entry.objects.of(task)]  # fmt: skip
    return (HISTORY_COLUMNS, rows) if with_comments else (HISTORY_COLUMNS[:-1], [row[:-1] for row in rows])


def answers_of(task: Task, actor) -> list[Link]:
    """The answers written for the task that the actor may open."""
    copies = Copy.objects.visible_to(actor, at_least=1).filter(document__answered_tasks=task, role="original")
    rows = copies.order_by("pk").values_list("uuid", "number", "document__temporary_number", "document__subject")
    return [Link(f"{number or temporary or 'Borrador'}: {subject}", reverse("documents:document", args=[uuid]))
            for uuid, number, temporary, subject in rows]  # fmt: skip
