"""06 Reasignados, and 06.1, the list of what was reassigned."""

from django.db.models import Count, Prefetch, Q

from documents.models import Copy, Participation
from documents.reports.lists import NUMBER, SUBJECT, drawn
from documents.reports.people import PERSON, by_name, chart_of, names_of, person_cells
from documents.reports.shape import DrawnRows, FixedRows, Question, ReportColumn, Result, Row
from documents.states import How
from quipux import charts

COLUMNS = (*PERSON, ReportColumn("hechas", "Hechas", "Reasignaciones hechas", numeric=True),
           ReportColumn("recibidas", "Recibidas", "Reasignaciones recibidas", numeric=True),
           ReportColumn("documentos", "Documentos", "Documentos que reasignó", numeric=True),
           ReportColumn("promedio", "Promedio", "Reasignaciones hechas por documento", numeric=True))  # fmt: skip
LIST_COLUMNS = (NUMBER, SUBJECT, ReportColumn("fecha", "Fecha"), ReportColumn("de", "Reasignado por"),
                ReportColumn("para", "Reasignado a"), ReportColumn("estado", "Estado"))  # fmt: skip


def _facts(question, *hows):
    found = Participation.objects.filter(how__in=hows, at__gte=question.start, at__lt=question.end,
                                         appointment__in=question.appointments)  # fmt: skip
    return found.filter(document__type__slug=question.type) if question.type else found


def reassigned(question: Question) -> Result:
    counted = (_facts(question, How.REASSIGNED_BY, How.REASSIGNED_TO).order_by().values("appointment")
               .annotate(made=Count("pk", filter=Q(how=How.REASSIGNED_BY)),
                         received=Count("pk", filter=Q(how=How.REASSIGNED_TO)),
                         copies=Count("copy", filter=Q(how=How.REASSIGNED_BY), distinct=True))
               .values_list("appointment", "made", "received", "copies"))  # fmt: skip
    counts = {appointment: numbers for appointment, *numbers in counted}
    posts = names_of(counts)
    order = by_name(posts)
    rows = FixedRows(
        Row([*person_cells(posts[pk]), *counts[pk], _average(counts[pk])], str(posts[pk].uuid)) for pk in order
    )
    made, received, copies = (sum(counts[pk][place] for pk in order) for place in range(3))
    totals = {
        "hechas": made,
        "recibidas": received,
        "documentos": copies,
        "promedio": _average([made, received, copies]),
    }
    chart = chart_of(question, charts.stacked, key="reasignados", title="Reasignaciones por servidor",
                     names=[posts[pk].person.full_name for pk in order],
                     series=[("Hechas", [counts[pk][0] for pk in order]), ("Recibidas", [counts[pk][1] for pk in order])],
                     unit=("reasignación", "reasignaciones"), most="quien más reasignaciones tiene")  # fmt: skip
    return Result(COLUMNS, rows, totals, chart)


def _average(numbers):
    made, _, copies = numbers
    return round(made / copies, 1) if copies else None


def listed(question: Question) -> Result:
    copies = Copy.objects.with_level(question.actor).select_related("document")
    facts = (_facts(question, How.REASSIGNED_BY).select_related("appointment__person", "other__person")
             .prefetch_related(Prefetch("copy", copies)).order_by("-at", "-pk"))  # fmt: skip
    return Result(LIST_COLUMNS, DrawnRows(facts, _row))


def _row(fact):
    other = fact.other.person.full_name if fact.other else ""
    return drawn(fact.copy, [fact.at, fact.appointment.person.full_name, other, fact.copy.get_state_display()])
