"""01 Documentos por estado, and 01.1, its list."""

from collections import defaultdict

from django.db.models import Count

from documents.models import Copy
from documents.reports.lists import NUMBER, SUBJECT, drawn, with_reading
from documents.reports.people import PERSON, by_name, chart_of, names_of, person_cells
from documents.reports.shape import DrawnRows, FixedRows, Question, ReportColumn, Result, Row
from documents.states import CopyState
from quipux import charts

STATES = [state for state in CopyState if state != CopyState.PURGED]
COLUMNS = (*PERSON, *(ReportColumn(state.value, state.label, numeric=True) for state in STATES),
           ReportColumn("total", "Total", numeric=True))  # fmt: skip
LIST_COLUMNS = (NUMBER, SUBJECT, ReportColumn("tipo", "Tipo"), ReportColumn("fecha", "Fecha"),
                ReportColumn("estado", "Estado"), ReportColumn("usuario", "Usuario Actual"),
                ReportColumn("plazo", "Fecha Máxima"))  # fmt: skip


def held(question: Question):
    """Copies that the people asked about have now, by Fecha Documento."""
    found = Copy.objects.filter(holder__in=question.appointments, state__in=STATES)
    found = found.dated_between(question.start, question.end)
    return found.filter(document__type__slug=question.type) if question.type else found


def by_state(question: Question) -> Result:
    counts = defaultdict(lambda: dict.fromkeys(STATES, 0))
    for holder, state, number in held(question).order_by().values_list("holder", "state").annotate(n=Count("pk")):
        counts[holder][state] = number
    posts = names_of(counts)
    order = by_name(posts)
    rows = FixedRows(Row([*person_cells(posts[pk]), *counts[pk].values(), sum(counts[pk].values())], str(posts[pk].uuid))
                     for pk in order)  # fmt: skip
    totals = {state.value: sum(counts[pk][state] for pk in order) for state in STATES}
    totals["total"] = sum(totals.values())
    series = [(state.label, [counts[pk][state] for pk in order]) for state in STATES if totals[state.value]]
    told = {name: number for name, number in totals.items() if number}  # eleven states, most of them empty
    chart = chart_of(question, charts.stacked, key="estado", title="Documentos por servidor y estado",
                     names=[posts[pk].person.full_name for pk in order], series=series, unit=("documento", "documentos"),
                     most="quien tiene más")  # fmt: skip
    return Result(COLUMNS, rows, told, chart)


def listed(question: Question) -> Result:
    copies = held(question)
    copies = copies.filter(state=question.state) if question.state else copies
    return Result(LIST_COLUMNS, DrawnRows(with_reading(copies, question).order_by("-sort_at", "-pk"),
                                          _row))  # fmt: skip


def _row(copy):
    return drawn(copy, [copy.document.type.label, copy.sort_at, copy.get_state_display(),
                                  copy.holder.person.full_name, copy.deadline])  # fmt: skip
