"""The filters of the trays: each narrows the rows by one value of the address (documents §5.2, §5.3)."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from documents.dispatching.querysets import returned
from documents.matching import of_person, words_of
from documents.models import Copy, PersonalLabel, Sending
from documents.permissions import READS
from documents.sorting import from_task
from documents.states import Category, CopyRole, CopyState, SendingStep, TaskState

ALL = [("", "Todos")]
WEEK = timedelta(days=7)
LABEL = "etiqueta"  # one of the person's own words, offered in every tray to who has some

SITUATIONS = [
    ("tarea", "Recibido de Tarea"),
    ("recibido", "Recibido"),
    ("vencido", "Vencido"),
    ("reasignado", "Reasignado"),
]
DEADLINES = [("vencidos", "Vencidos"), ("hoy", "Vencen hoy"), ("semana", "Vencen en 7 días"), ("sin", "Sin plazo")]
DELIVERIES = [
    ("completa", "Entregado a todos"),
    ("pendiente", "Pendiente"),
    ("anulado", "Anulado"),
    ("devuelto", "Devuelto"),
]
REASONS = [(step.value, step.label) for step in SendingStep if step != SendingStep.DONE]
ENDS = [(state.value, state.label) for state in (CopyState.DELETED, CopyState.ANNULLED)]
SHOWN_STATES = [(state.value, state.label) for state in CopyState if state not in (CopyState.PURGED,)]
TASK_STATES = list(TaskState.choices)
CHOICES = {
    "categoria": ("Categoría", [("", "Todas"), *Category.choices]),
    "firmado": ("Firmado", [*ALL, ("si", "Firmados electrónicamente"), ("no", "Sin firma electrónica")]),
    "situacion": ("Situación", [("", "Todas"), *SITUATIONS]),
    "plazo": ("Plazo", [*ALL, *DEADLINES]),
    "entrega": ("Entrega", [("", "Todas"), *DELIVERIES]),
    "motivo": ("Motivo", [*ALL, *REASONS]),
    "estado": ("Estado", [*ALL, *SHOWN_STATES]),
    "estado_eliminado": ("Estado", [*ALL, *ENDS]),
}
PEOPLE = {
    "redactado": ("Redactado por", "document__author__person"),
    "informador": ("Informador", "informer__person"),
    "jefe": ("Jefe", "holder__person"),
    "destinatario": ("Para", "party__appointment__person"),
}


def narrowed(rows, name: str, value: str, tray, today):
    """``rows`` that satisfy one filter of the form.

    Args:
        name: one of CHOICES or PEOPLE, «tipo», or LABEL.
        value: what was chosen; empty narrows nothing.
    """
    if not value:
        return rows
    if name in PEOPLE:
        readable = rows.filter(level__gte=READS) if tray.masks else rows
        return of_person(readable, PEOPLE[name][1], words_of(value))
    return CONDITIONS[name](rows, value, tray.kind.prefix, today)


def _type(rows, value, p, today):
    own = Q(**{f"{p}shown_type": None, f"{p}document__type__slug": value})
    return rows.filter(own | Q(**{f"{p}shown_type__slug": value}))


def _signed(rows, value, p, today):
    return rows.filter(**{f"{p}document__signature__isnull": value == "no"})


def _situation(rows, value, p, today):
    rows = rows.alias(from_task=from_task(p))
    if value == "tarea":
        return rows.filter(from_task=True)
    late = {"recibido": Q(deadline=None), "vencido": Q(deadline__lt=today), "reasignado": Q(deadline__gte=today)}
    return rows.filter(late[value], from_task=False)


def _deadline(rows, value, p, today):
    return rows.filter({"vencidos": Q(deadline__lt=today), "hoy": Q(deadline=today), "sin": Q(deadline=None),
                        "semana": Q(deadline__gte=today, deadline__lte=today + WEEK)}[value])  # fmt: skip


def _delivery(rows, value, p, today):
    others = Copy.objects.filter(document=OuterRef("document")).exclude(role=CopyRole.ORIGINAL)
    annulled = Exists(others.filter(state=CopyState.ANNULLED))
    waiting = Exists(others.filter(state__in=(CopyState.TO_PRINT, CopyState.UNSENT_ELECTRONIC)))
    back = Exists(others.filter(returned()))
    return rows.filter({"completa": ~Q(annulled) & ~Q(waiting) & ~Q(back), "pendiente": Q(waiting),
                        "anulado": Q(annulled), "devuelto": Q(back)}[value])  # fmt: skip


def _reason(rows, value, p, today):
    return rows.filter(Exists(Sending.objects.filter(document=OuterRef("document"), step=value)))


def _label(rows, value, p, today):
    put = PersonalLabel.copies.through.objects.filter(personallabel=value, copy=OuterRef(f"{p}pk"))
    return rows.filter(Exists(put))


CONDITIONS = {
    LABEL: _label,
    "tipo": _type,
    "categoria": lambda rows, value, p, today: rows.filter(**{f"{p}category": value}),
    "firmado": _signed,
    "situacion": _situation,
    "plazo": _deadline,
    "entrega": _delivery,
    "motivo": _reason,
    "estado": lambda rows, value, p, today: rows.filter(**{f"{p}state": value}),
    "estado_eliminado": lambda rows, value, p, today: rows.filter(state=value),
}
