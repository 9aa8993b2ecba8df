"""03 Demora en registrar externos and 04 Demora al crear nuevos: how long its maker had a document."""

from collections import defaultdict

from documents.models import Document
from documents.reports.handling import DELAYS
from documents.reports.people import PERSON, by_name, chart_of, names_of, person_cells
from documents.reports.shape import FixedRows, Question, ReportColumn, Result, Row
from documents.reports.working_days import delay_of
from documents.states import DocumentKind
from quipux import charts

DAYS = ("día laborable", "días laborables")
NEW_COLUMNS = (*PERSON, ReportColumn("documentos", "Documentos", numeric=True), *DELAYS)
EXTERNAL_COLUMNS = (
    *PERSON, ReportColumn("documentos", "Documentos", numeric=True),
    ReportColumn("registro_promedio", "Registro, promedio", "Del papel al registro, promedio de días laborables", True),
    ReportColumn("registro_maximo", "Registro, máximo", "Del papel al registro, máximo de días laborables", True),
    ReportColumn("envio_promedio", "Envío, promedio", "Del registro al envío, promedio de días laborables", True),
    ReportColumn("envio_maximo", "Envío, máximo", "Del registro al envío, máximo de días laborables", True),
)  # fmt: skip


def _of_type(documents, question):
    return documents.filter(type__slug=question.type) if question.type else documents


def creating(question: Question) -> Result:
    """04: from the draft's registration to Firmar y Enviar, which falls in the period."""
    found = Document.objects.filter(author__in=question.appointments, kind=DocumentKind.OUTGOING,
                                    frozen_at__gte=question.start, frozen_at__lt=question.end)  # fmt: skip
    days = defaultdict(list)
    for author, registered, signed in _of_type(found, question).values_list("author", "registered_at", "frozen_at"):
        days[author].append(question.days.between(registered, signed))
    posts = names_of(days)
    order = by_name(posts)
    rows = FixedRows(Row([*person_cells(posts[pk]), len(days[pk]), *delay_of(days[pk]).values], str(posts[pk].uuid))
                     for pk in order)  # fmt: skip
    whole = delay_of([day for own in days.values() for day in own])
    totals = {"documentos": sum(map(len, days.values())), "mediana": whole.median, "promedio": whole.average,
              "maximo": whole.maximum}  # fmt: skip
    chart = chart_of(question, charts.bars, key="crear", title="Promedio de días laborables al crear",
                     names=[posts[pk].person.full_name for pk in order],
                     series=[("Promedio de días laborables", [delay_of(days[pk]).average for pk in order])], unit=DAYS,
                     most="quien más demora en promedio")  # fmt: skip
    return Result(NEW_COLUMNS, rows, totals, chart)


def registering(question: Question) -> Result:
    """03: from the date on the paper to its registration, which falls in the period, and from there to its sending."""
    found = Document.objects.filter(author__in=question.appointments, kind=DocumentKind.INCOMING,
                                    registered_at__gte=question.start, registered_at__lt=question.end)  # fmt: skip
    papers, sendings, counts = defaultdict(list), defaultdict(list), defaultdict(int)
    times = _of_type(found, question).values_list("author", "document_date", "registered_at", "frozen_at")
    for author, paper, registered, sent in times:
        counts[author] += 1
        if paper:
            papers[author].append(question.days.between(paper, registered))
        if sent:
            sendings[author].append(question.days.between(registered, sent))
    posts = names_of(counts)
    order = by_name(posts)
    pairs = {pk: (delay_of(papers[pk]), delay_of(sendings[pk])) for pk in order}
    rows = FixedRows(Row([*person_cells(posts[pk]), counts[pk], paper.average, paper.maximum, sending.average,
                          sending.maximum], str(posts[pk].uuid)) for pk, (paper, sending) in pairs.items())  # fmt: skip
    chart = chart_of(question, charts.stacked, key="registrar", title="Promedio de días laborables al registrar externos",
                     names=[posts[pk].person.full_name for pk in order],
                     series=[("Del papel al registro", [pairs[pk][0].average or 0 for pk in order]),
                             ("Del registro al envío", [pairs[pk][1].average or 0 for pk in order])],
                     unit=DAYS, most="quien más demora en promedio")  # fmt: skip
    return Result(EXTERNAL_COLUMNS, rows, {"documentos": sum(counts.values())}, chart)
