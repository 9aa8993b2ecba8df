"""Deadlines and delivery in words (documents §5.2, §5.3)."""

from collections.abc import Mapping
from datetime import date

from documents.states import CopyState, SendingStep, TaskState
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


def delivery_words(copies_by_state: Mapping[str, int]) -> str:
    """Entrega in Enviados: «Entregado a 3 de 3», «Pendiente de imprimir: 1», «Anulado: 1»."""
    delivered = sum(copies_by_state.get(state, 0) for state in CopyState.of_received())
    words = [f"Entregado a {delivered} de {sum(copies_by_state.values())}"]
    for state, label in ((CopyState.TO_PRINT, "Pendiente de imprimir"), (CopyState.ANNULLED, "Anulado"),
                         (CopyState.UNSENT_ELECTRONIC, "Pendiente de entrega")):  # fmt: skip
        if copies_by_state.get(state):
            words.append(f"{label}: {copies_by_state[state]}")
    return " · ".join(words)


def unsent_reason(sending) -> str:
    """Motivo in No Enviados (documents §5.2).

    Args:
        sending: the ``Sending`` of the document with ``left``, its undelivered copies; None before there is one.
    """
    if sending is None:
        return SendingStep.RENDER.label
    if sending.step == SendingStep.DELIVER:
        return f"Entregando: {sending.total - sending.left} de {sending.total}"
    if sending.step == SendingStep.SIGNATURE and sending.failure:
        return sending.failure
    return sending.get_step_display()


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
