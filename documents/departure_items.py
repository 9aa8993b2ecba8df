"""The lines that documents adds to the checklist of a case (institutions §11.3): numbers and dates, never contents."""

from django.urls import reverse

from documents.inked import services as inked
from documents.services import departing
from documents.states import CopyState
from institutions.departures.entries import DOCUMENTS, TASKS, Item, register, register_farewell
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.notices.services import notify

SHOWN = 50  # documents named one by one
FLAGGED = "El destinatario {} dejó su puesto: edite los destinatarios del borrador «{}»."


def _copies(code, label, *states) -> Item:
    """A line of held copies."""
    return Item(
        code, label, lambda case: departing.held_in(case.appointment, *states).count(), obligatory=True, noun=DOCUMENTS,
        lines=lambda case: _numbers(departing.held_in(case.appointment, *states)),
        move=lambda case, destination: departing.pass_copies(case.appointment, destination, *states),
        pieces=lambda case: departing.held_in(case.appointment, *states).select_related("document"), piece_words=_number,
        move_pieces=lambda case, destination, keys: departing.pass_copies(case.appointment, destination, *states, only=keys))  # fmt: skip


def _numbers(copies):
    rows = list(copies.select_related("document")[: SHOWN + 1])
    return _cut([_number(copy) for copy in rows])


def _number(copy):
    number = copy.number or copy.document.temporary_number or "Borrador sin número"
    return f"{number} ({clock.local(copy.sort_at).date().isoformat()})"


def _cut(lines):
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"y otros, hasta completar más de {SHOWN}"]


def _tasks(code, label, found, move) -> Item:
    return Item(code, label, lambda case: found(case.appointment).count(), obligatory=True, noun=TASKS,
                lines=lambda case: _cut([_number(task.copy) for task in found(case.appointment)[: SHOWN + 1]]),
                move=lambda case, destination: move(case.appointment, destination),
                pieces=lambda case: found(case.appointment), piece_words=lambda task: _number(task.copy),
                move_pieces=lambda case, destination, keys: move(case.appointment, destination, only=keys))  # fmt: skip


def flag_drafts(case) -> None:
    """Who drafts to somebody that left is told; the sending would be refused anyway."""
    name = case.appointment.person.full_name
    for copy in departing.drafts_addressed_to(case.appointment):
        post = copy.holder
        said = FLAGGED.format(name, copy.document.temporary_number or "sin número")
        notify(key=f"destinatario-salio-{case.uuid}-{copy.pk}", user_id=post.person_id, context=str(post.uuid), text=said,
               url=reverse("documents:document", args=[copy.uuid]))  # fmt: skip


register(
    _copies("DV-01", "Documentos En Elaboración", CopyState.DRAFT),
    _copies("DV-02", "Recibidos en trámite, también vencidos", CopyState.IN_PROCESS),
    _copies("DV-03", "No Enviados y Por Imprimir", *departing.UNDELIVERED),
    _tasks("DV-04", "Tareas recibidas abiertas", departing.tasks_to, departing.pass_tasks_received),
    _tasks("DV-05", "Tareas enviadas abiertas", departing.tasks_by, departing.pass_tasks_sent),
    Item("DV-09", "Préstamos del archivo físico", lambda case: departing.loans_of(case.appointment).count(),
         obligatory=True, noun="préstamo",
         lines=lambda case: _cut([_number(row.copy) for row in departing.loans_of(case.appointment)[: SHOWN + 1]]),
         move=lambda case, destination: departing.pass_loans(case.appointment, destination)),
)  # fmt: skip
register_farewell(flag_drafts)
register_farewell(lambda case: inked.forget(case.appointment, actor=SYSTEM))  # nobody signs from there any more
