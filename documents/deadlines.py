"""Deadlines and delivery in words (documents §5.2, §5.3)."""

from collections.abc import Mapping
from datetime import date

from documents.states import CopyState
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


def situation(copy, today: date) -> str:
    """Situación in Recibidos, first match (documents §5.2)."""
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
