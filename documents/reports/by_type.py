"""08 Por tipo de documento: type by month, and 08.1, its list."""

from collections import defaultdict
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Count
from django.db.models.functions import TruncMonth

from documents.models import Copy
from documents.reports.lists import NUMBER, SUBJECT, drawn, with_reading
from documents.reports.shape import DrawnRows, FixedRows, Question, ReportColumn, Result, Row
from documents.states import CopyRole, CopyState
from quipux import charts, clock

LIST_COLUMNS = (NUMBER, SUBJECT, ReportColumn("tipo", "Tipo"), ReportColumn("fecha", "Fecha"),
                ReportColumn("autor", "Autor"), ReportColumn("estado", "Estado"))  # fmt: skip
DRAWN = 8  # lines that can be told apart


def made(question: Question):
    """Originals of what the people asked about wrote and sent, by Fecha Documento."""
    found = Copy.objects.filter(document__author__in=question.appointments, role=CopyRole.ORIGINAL,
                                state__in=CopyState.of_sent_original())  # fmt: skip
    found = found.dated_between(question.start, question.end)
    return found.filter(document__type__slug=question.type) if question.type else found


def months_of(question: Question) -> list[date]:
    """The first days of the months of the period, empty ones too."""
    month, found = question.first.replace(day=1), []
    while month <= question.last:
        found.append(month)
        month += relativedelta(months=1)
    return found


def by_type(question: Question) -> Result:
    months = months_of(question)
    counts, labels = defaultdict(lambda: dict.fromkeys(months, 0)), {}
    counted = (made(question).order_by().annotate(month=TruncMonth("sort_at", tzinfo=clock.GUAYAQUIL))
               .values_list("document__type__slug", "document__type__label", "month").annotate(n=Count("pk")))  # fmt: skip
    for slug, label, month, number in counted:
        counts[slug][month.date()], labels[slug] = number, label
    order = sorted(labels, key=labels.get)
    columns = (ReportColumn("tipo", "Tipo"), *(ReportColumn(f"{m:%Y-%m}", f"{m:%Y-%m}", numeric=True) for m in months),
               ReportColumn("total", "Total", numeric=True))  # fmt: skip
    rows = FixedRows(Row([labels[slug], *counts[slug].values(), sum(counts[slug].values())], slug) for slug in order)
    totals = {f"{month:%Y-%m}": sum(counts[slug][month] for slug in order) for month in months}
    totals["total"] = sum(totals.values())
    return Result(columns, rows, totals, _chart(question, months, counts, labels))


def _chart(question, months, counts, labels):
    sums = {slug: sum(counts[slug].values()) for slug in labels}
    first = sorted(sums, key=lambda slug: (-sums[slug], labels[slug]))[:DRAWN]
    sentence = "Sin datos."
    if first:
        number = sums[first[0]]
        sentence = f"{labels[first[0]]} es el tipo más usado: {number} {'documento' if number == 1 else 'documentos'}."
    return charts.lines(charts.Data(
        "tipo", "Documentos enviados por tipo y mes", sentence, "Mes", [f"{month:%Y-%m}" for month in months],
        [charts.Series(labels[slug], list(counts[slug].values())) for slug in first], question.now,
        ("documento", "documentos")))  # fmt: skip


def listed(question: Question) -> Result:
    copies = (
        with_reading(made(question), question).select_related("document__author__person").order_by("-sort_at", "-pk")
    )
    return Result(LIST_COLUMNS, DrawnRows(copies, lambda copy: drawn(copy, [
        copy.document.type.label, copy.sort_at, copy.document.author.person.full_name, copy.get_state_display()])))  # fmt: skip
