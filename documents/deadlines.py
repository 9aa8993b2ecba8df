"""Deadlines and delivery in words (documents §5.2, §5.3)."""

from datetime import date

from documents.states import TaskState
from quipux.calendar import WorkingCalendar
from quipux.web.components import Tag

SOON = 2  # working days: from here on the deadline is yellow


def deadline_tag(deadline: date | None, today: date, calendar: WorkingCalendar) -> Tag | None:
    """«Vencido hace 2 días laborables», «Vence hoy», «Vence en 1 día laborable»; None without deadline."""
    if deadline is None:
        return None
    if deadline == today:
        return Tag("Vence hoy", "orange", "warning")
    if deadline < today:
        days = calendar.working_days_between(deadline, today)
        return Tag(f"Vencido hace {_days(days)}" if days else "Vencido", "red", "warning")
    days = calendar.working_days_between(today, deadline)
    if not days:
        return Tag(f"Vence el {deadline.isoformat()}", "yellow")
    return Tag(f"Vence en {_days(days)}", "yellow" if days <= SOON else "grey")


def _days(number):
    return "1 día laborable" if number == 1 else f"{number} días laborables"


def situation(copy, today: date, *, from_task: bool = False) -> str:
    """Situación in Recibidos, first match (documents §5.2).

    Args:
        from_task: the holder gave a task on it, and none is pending.
    """
    if from_task:
        return "Recibido de Tarea"
    if copy.deadline is None:
        return "Recibido"
    return "Vencido" if copy.deadline < today else "Reasignado"


def task_light(task, late: int, today: date) -> Tag:
    """The traffic light of a task, always with its word (documents §5.2).

    Args:
        late: working days since its day passed.
    """
    if task.state != TaskState.PENDING:
        return Tag("Cerrada", "grey")
    if task.due < today:
        return Tag(f"Atrasada {late} día{'' if late == 1 else 's'}" if late else "Atrasada", "red", "warning")
    return Tag("Vence hoy", "yellow", "warning") if task.due == today else Tag("A tiempo", "green")
