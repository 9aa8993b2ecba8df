"""07 Tareas: how each person deals with what was asked, and 07.1, the list of the tasks."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch

from documents.models import Copy, Task
from documents.reports.lists import NUMBER, SUBJECT, drawn
from documents.reports.people import PERSON, by_name, chart_of, names_of, person_cells
from documents.reports.shape import DrawnRows, FixedRows, Question, ReportColumn, Result, Row
from documents.states import TaskState
from quipux import charts, clock

COLUMNS = (*PERSON, ReportColumn("pendientes", "Pendientes", numeric=True),
           ReportColumn("a_tiempo", "A tiempo", "Finalizadas a tiempo", numeric=True),
           ReportColumn("con_retraso", "Con retraso", "Finalizadas con retraso", numeric=True),
           ReportColumn("canceladas", "Canceladas", numeric=True),
           ReportColumn("dias", "Días de retraso", "Días laborables de retraso, de las finalizadas y de las vencidas", True))  # fmt: skip
LIST_COLUMNS = (NUMBER, SUBJECT, ReportColumn("por", "Asignada por"), ReportColumn("para", "Asignada a"),
                ReportColumn("fecha", "Fecha"), ReportColumn("maxima", "Fecha Máxima"), ReportColumn("estado", "Estado"),
                ReportColumn("dias", "Días de retraso", "Días laborables de retraso", numeric=True))  # fmt: skip
MEASURES = ("pending", "on_time", "late", "cancelled")


@dataclass
class Work:
    """What was asked of one person in the period."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    days: int = 0

    @property
    def values(self) -> list[int]:
        return [*self.counts.values(), self.days]


def given(question: Question):
    """Tasks assigned in the period to the people asked about."""
    found = Task.objects.filter(assigned_to__in=question.appointments, assigned_at__gte=question.start,
                                assigned_at__lt=question.end)  # fmt: skip
    return found.filter(copy__document__type__slug=question.type) if question.type else found


def delay_in_days(question: Question, state: str, due, ended_at) -> int:
    """Working days after the last one allowed; a pending task is late until today, a cancelled one never."""
    end = {TaskState.PENDING: question.now, TaskState.FINISHED: ended_at}.get(state)
    return question.days.between(clock.day_start(due), end) if end else 0


def _measure(state, due, ended_at):
    if state == TaskState.FINISHED:
        return "on_time" if clock.local(ended_at).date() <= due else "late"
    return {TaskState.PENDING: "pending", TaskState.CANCELLED: "cancelled"}[state]


def tasks(question: Question) -> Result:
    people = defaultdict(Work)
    for person, state, due, ended_at in (
        given(question).order_by().values_list("assigned_to", "state", "due", "ended_at")
    ):
        people[person].counts[_measure(state, due, ended_at)] += 1
        people[person].days += delay_in_days(question, state, due, ended_at)
    posts = names_of(people)
    order = by_name(posts)
    rows = FixedRows(Row([*person_cells(posts[pk]), *people[pk].values], str(posts[pk].uuid)) for pk in order)
    measured = [column.key for column in COLUMNS[len(PERSON) :]]
    totals = {key: sum(people[pk].values[place] for pk in order) for place, key in enumerate(measured)}
    labels = ("Pendientes", "A tiempo", "Con retraso", "Canceladas")
    chart = chart_of(question, charts.stacked, key="tareas", title="Estado de las tareas por servidor",
                     names=[posts[pk].person.full_name for pk in order], unit=("tarea", "tareas"), most="quien tiene más",
                     series=[(label, [people[pk].counts[measure] for pk in order])
                             for label, measure in zip(labels, MEASURES, strict=True)])  # fmt: skip
    return Result(COLUMNS, rows, totals, chart)


def listed(question: Question) -> Result:
    copies = Copy.objects.with_level(question.actor).select_related("document")
    found = (given(question).select_related("assigned_by__person", "assigned_to__person")
             .prefetch_related(Prefetch("copy", copies)).order_by("-assigned_at", "-pk"))  # fmt: skip
    return Result(LIST_COLUMNS, DrawnRows(found, lambda task: _row(task, question)))


def _row(task, question):
    return drawn(task.copy, [task.assigned_by.person.full_name, task.assigned_to.person.full_name, task.assigned_at, task.due,
                             task.get_state_display(), delay_in_days(question, task.state, task.due, task.ended_at)])  # fmt: skip
