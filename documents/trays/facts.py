"""What the rows of a tray print beyond their copy, in a constant number of queries (documents §5.2)."""

from dataclasses import dataclass, field
from datetime import date

from documents import delivery
from documents.deadlines import deadline_tag, situation, task_light
from documents.models import DocumentType, Task
from documents.states import TaskState
from quipux.calendar import WorkingCalendar
from quipux.calendar.days import working_calendar


@dataclass(frozen=True)
class Desk:
    """Where a list is read: by whom, on which day, by which calendar; ``types`` are all of documents, by key."""

    actor: object
    today: date
    calendar: WorkingCalendar = field(default_factory=working_calendar)
    types: dict[int, DocumentType] = field(default_factory=dict)


def received(copies, desk):
    """Situación and Plazo; which copies came back from a task, in one query."""
    returned = set(Task.objects.filter(copy__in=copies, assigned_by=desk.actor.appointment)
                   .exclude(state=TaskState.PENDING).values_list("copy", flat=True))  # fmt: skip
    return {copy.pk: {"situation": situation(copy, desk.today, from_task=copy.pk in returned),
                      "deadline": deadline_tag(copy.deadline, desk.today, desk.calendar)} for copy in copies}  # fmt: skip


def shared(copies, desk):
    return {copy.pk: {"deadline": deadline_tag(copy.deadline, desk.today, desk.calendar)} for copy in copies}


def sent(copies, desk):
    """Entrega: how the delivery of each document goes, in one query."""
    words = delivery.delivery_summary([copy.document_id for copy in copies])
    return {copy.pk: {"delivery": words.get(copy.document_id, "")} for copy in copies}


def unsent(copies, desk):
    """Motivo: where the sending of each document stands, in one query."""
    words = delivery.reasons([copy.document_id for copy in copies])
    return {copy.pk: {"reason": words[copy.document_id]} for copy in copies}


def to_print(copies, desk):
    """Each copy is on its own sheet: for whom it is, not everybody the document went to."""
    return {copy.pk: {"author": copy.document.author.person.full_name, "receiver": copy.party.name}
            for copy in copies}  # fmt: skip


def citizen_letters(copies, desk):
    """For whom each copy is, and to whom a clerk directs it."""
    return {copy.pk: {"receiver": copy.party.name,
                      "directed": copy.directed_to.person.full_name if copy.directed_to else ""}
            for copy in copies}  # fmt: skip


def reassigned(events, desk):
    return {event.pk: {"target": event.other.person.full_name if event.other else "", "due": event.deadline,
                       "deadline": deadline_tag(event.deadline, desk.today, desk.calendar)}
            for event in events}  # fmt: skip


def informed(rows, desk):
    return {row.pk: {"informer": row.informer.person.full_name} for row in rows}


def tasks_received(tasks, desk):
    return {task.pk: _task(task, desk) | {"person": task.assigned_by.person.full_name} for task in tasks}


def tasks_sent(tasks, desk):
    return {task.pk: _task(task, desk) | {"person": task.assigned_to.person.full_name} for task in tasks}


def _task(task, desk):
    late = desk.calendar.working_days_between(task.due, desk.today) if _is_late(task, desk.today) else 0
    return {"light": task_light(task, late, desk.today), "late": late or None, "due": task.due}


def _is_late(task, today):
    return task.state == TaskState.PENDING and task.due < today
