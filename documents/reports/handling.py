"""02 Demora al tramitar: working days from a document's arrival to what its holder did with it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast

from documents import history
from documents.models import Document, Participation
from documents.reports.people import PERSON, by_name, chart_of, names_of, person_cells
from documents.reports.shape import FixedRows, Question, ReportColumn, Result, Row
from documents.reports.working_days import delay_of
from documents.states import CopyRole, CopyState, How
from quipux import charts
from quipux.history.models import Entry

DELAYS = (ReportColumn("mediana", "Mediana", "Mediana de días laborables", numeric=True),
          ReportColumn("promedio", "Promedio", "Promedio de días laborables", numeric=True),
          ReportColumn("maximo", "Máximo", "Máximo de días laborables", numeric=True))  # fmt: skip
COLUMNS = (*PERSON, ReportColumn("recibidos", "Recibidos", numeric=True),
           ReportColumn("tramitados", "Tramitados", numeric=True),
           ReportColumn("pendientes", "Pendientes", numeric=True), *DELAYS)  # fmt: skip
DEALT_WITH = (history.REASSIGN, history.SHELVE)
ARRIVED = (How.RECEIVED, How.COPIED)


@dataclass
class Handled:
    """What one person received in the period."""

    received: int = 0
    pending: int = 0
    days: list[int] = field(default_factory=list)


def arrivals(question: Question):
    """Facts of arrival in the period: ``(appointment, arrived, done, answered, is_held)``.

    A delivered copy arrives at ``arrived_at``, a reassigned one when it was reassigned.
    """
    delivered = Q(how__in=ARRIVED, copy__arrived_at__gte=question.start, copy__arrived_at__lt=question.end)
    passed_on = Q(how=How.REASSIGNED_TO, at__gte=question.start, at__lt=question.end)
    found = Participation.objects.filter(delivered | passed_on, appointment__in=question.appointments,
                                         copy__state__in=CopyState.of_received())  # fmt: skip
    found = found.exclude(copy__role=CopyRole.ORIGINAL)  # a draft that was passed on is no arrival
    if question.type:
        found = found.filter(document__type__slug=question.type)
    done = Entry.objects.filter(
        subject_kind="copy", subject_id=OuterRef("copy__uuid"), action__in=DEALT_WITH, at__gte=OuterRef("arrived"),
        actor_appointment=Cast(OuterRef("appointment__uuid"), CharField())).order_by("at")  # fmt: skip
    answered = Document.objects.filter(answer_to=OuterRef("copy"), author=OuterRef("appointment"),
                                       frozen_at__gte=OuterRef("arrived")).order_by("frozen_at")  # fmt: skip
    is_held = Q(copy__holder=F("appointment"), copy__state=CopyState.IN_PROCESS)
    return (found.annotate(arrived=Case(When(how__in=ARRIVED, then=F("copy__arrived_at")), default=F("at")))
            .annotate(done=Subquery(done.values("at")[:1]), answered=Subquery(answered.values("frozen_at")[:1]),
                      is_held=Case(When(is_held, then=True), default=False))
            .values_list("appointment", "arrived", "done", "answered", "is_held"))  # fmt: skip


def handling(question: Question) -> Result:
    people = defaultdict(Handled)
    for appointment, arrived, done, answered, is_held in arrivals(question).iterator(chunk_size=2000):
        one, ends = people[appointment], [instant for instant in (done, answered) if instant]
        one.received += 1
        if ends:
            one.days.append(question.days.between(arrived, min(ends)))
        elif is_held:
            one.pending += 1
    posts = names_of(people)
    order = by_name(posts)
    rows = FixedRows(Row([*person_cells(posts[pk]), people[pk].received, len(people[pk].days), people[pk].pending,
                          *delay_of(people[pk].days).values], str(posts[pk].uuid)) for pk in order)  # fmt: skip
    every = [day for one in people.values() for day in one.days]
    whole = delay_of(every)
    totals = {"recibidos": sum(one.received for one in people.values()), "tramitados": len(every),
              "pendientes": sum(one.pending for one in people.values()), "mediana": whole.median,
              "promedio": whole.average, "maximo": whole.maximum}  # fmt: skip
    chart = chart_of(question, charts.bars, key="tramitar", title="Promedio de días laborables al tramitar",
                     names=[posts[pk].person.full_name for pk in order],
                     series=[("Promedio de días laborables", [delay_of(people[pk].days).average for pk in order])],
                     unit=("día laborable", "días laborables"), most="quien más demora en promedio")  # fmt: skip
    return Result(COLUMNS, rows, totals, chart)
