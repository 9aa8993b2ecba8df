"""05, 09 and 10: what waits for an answer, from outside or by another institution."""

from collections import Counter

from django.db.models import Count, Exists, OuterRef, Subquery

from documents.models import Copy, Document
from documents.reports.lists import NUMBER, SUBJECT, drawn, with_reading
from documents.reports.people import chart_of
from documents.reports.shape import DrawnRows, Question, ReportColumn, Result
from documents.states import CopyRole, CopyState, DocumentKind
from quipux import charts
from quipux.web.components import Tag

CLASSES = ((0, "0"), (1, "1"), (2, "2"), (5, "3-5"), (10, "6-10"), (20, "11-20"), (None, "+20"))
DAYS = ReportColumn("dias", "Días", "Días laborables", numeric=True)
ANSWER_COLUMNS = (NUMBER, SUBJECT, ReportColumn("registro", "Registro"), ReportColumn("usuario", "Usuario Actual"),
                  ReportColumn("respuesta", "Respuesta"), DAYS)  # fmt: skip
SENT_COLUMNS = (NUMBER, SUBJECT, ReportColumn("institucion", "Institución"),
                ReportColumn("numero_alla", "Número allá", "Número en la otra institución"),
                ReportColumn("fecha", "Entregado"), DAYS)  # fmt: skip
RECEIVED_COLUMNS = (NUMBER, SUBJECT, ReportColumn("institucion", "Institución"), ReportColumn("usuario", "Usuario Actual"),
                    ReportColumn("area", "Área"), ReportColumn("fecha", "Recibido"), DAYS,
                    ReportColumn("plazo", "Fecha Máxima"))  # fmt: skip
UNANSWERED = Tag("Sin respuesta", "red")
DOCUMENTS = ("documento", "documentos")


def _answers():
    """Sent answers to a copy, the first of them first."""
    return Document.objects.filter(answer_to=OuterRef("pk"), frozen_at__isnull=False).order_by("frozen_at")


def _of_type(copies, question):
    return copies.filter(document__type__slug=question.type) if question.type else copies


# 05 ---------------------------------------------------------------------------------------------------


def answering(question: Question) -> Result:
    """05: registered documents and their addressees' answers; what has none is marked."""
    copies = Copy.objects.filter(
        document__kind=DocumentKind.INCOMING, role=CopyRole.TO, holder__in=question.appointments,
        state__in=CopyState.of_received(), document__registered_at__gte=question.start,
        document__registered_at__lt=question.end).annotate(answered=Subquery(_answers().values("frozen_at")[:1]))  # fmt: skip
    copies = _of_type(copies, question)
    days = [question.days.between(registered, answered) if answered else None
            for registered, answered in copies.order_by().values_list("document__registered_at", "answered")]  # fmt: skip
    rows = with_reading(copies, question).order_by("-document__registered_at", "-pk")
    return Result(ANSWER_COLUMNS, DrawnRows(rows, lambda copy: _answer_row(copy, question)),
                  {"respuesta": f"{len(days) - days.count(None)} de {len(days)}"}, _histogram(question, days))  # fmt: skip


def _answer_row(copy, question):
    registered = copy.document.registered_at
    days = question.days.between(registered, copy.answered or question.now)
    return drawn(copy, [registered, copy.holder.person.full_name, copy.answered or UNANSWERED, days])


def _histogram(question, days):
    counts, waiting = Counter(class_of(day) for day in days if day is not None), days.count(None)
    values = [counts[label] for _, label in CLASSES]
    sentence = f"{sum(values)} respondidos y {waiting} sin respuesta; por días laborables hasta la respuesta."
    return charts.columns(charts.Data(
        "responder", "Documentos registrados por días hasta la respuesta", sentence, "Días laborables",
        [*(label for _, label in CLASSES), "Sin respuesta"], [charts.Series("Documentos", [*values, waiting])],
        question.now, DOCUMENTS, short=[*(label for _, label in CLASSES), "sin"]))  # fmt: skip


def class_of(day: int) -> str:
    """The class of the histogram that a number of days falls in."""
    return next(label for most, label in CLASSES if most is None or day <= most)


# 09, 10 -----------------------------------------------------------------------------------------------


def sent_unanswered(question: Question) -> Result:
    """09: delivered to another institution in the period, without an answer until now."""
    own = question.actor.institution
    copies = Copy.objects.filter(
        ~Exists(_answers()), document__institution=own, document__author__in=question.appointments,
        document__kind=DocumentKind.OUTGOING, role__in=(CopyRole.TO, CopyRole.CC), state__in=CopyState.of_received(),
        arrived_at__gte=question.start, arrived_at__lt=question.end).exclude(institution=own)  # fmt: skip
    copies = _of_type(copies, question)
    copies = copies.filter(institution=question.institution) if question.institution else copies
    counted = copies.order_by().values_list("institution__name").annotate(n=Count("pk"))
    rows = with_reading(copies, question).select_related("institution").order_by("arrived_at", "pk")
    return Result(SENT_COLUMNS, DrawnRows(rows, lambda copy: _sent_row(copy, question)),
                  chart=_per(question, dict(counted), "sin-respuesta", "Enviados sin respuesta por institución",
                             "Institución"))  # fmt: skip


def _sent_row(copy, question):
    return drawn(copy, [copy.institution.name, copy.number, copy.arrived_at,
                                  question.days.between(copy.arrived_at, question.now)],
                 number=copy.document.number)  # fmt: skip


def received_unanswered(question: Question) -> Result:
    """10: received from another institution in the period, still En Trámite and without an answer."""
    own = question.actor.institution
    copies = Copy.objects.filter(
        ~Exists(_answers()), institution=own, holder__in=question.appointments, role=CopyRole.TO,
        state=CopyState.IN_PROCESS, arrived_at__gte=question.start,
        arrived_at__lt=question.end).exclude(document__institution=own)  # fmt: skip
    copies = _of_type(copies, question)
    copies = copies.filter(document__institution=question.institution) if question.institution else copies
    counted = copies.order_by().values_list("holder__area__name").annotate(n=Count("pk"))
    rows = with_reading(copies, question).select_related("document__institution").order_by("arrived_at", "pk")
    return Result(RECEIVED_COLUMNS, DrawnRows(rows, lambda copy: _received_row(copy, question)),
                  chart=_per(question, dict(counted), "por-responder", "Recibidos sin respuesta por área", "Área"))  # fmt: skip


def _received_row(copy, question):
    return drawn(copy, [copy.document.institution.name, copy.holder.person.full_name, copy.holder.area.name,
                                  copy.arrived_at, question.days.between(copy.arrived_at, question.now), copy.deadline])  # fmt: skip


def _per(question, counts, key, title, axis):
    names = sorted(counts)
    return chart_of(question, charts.bars, key=key, title=title, names=names, axis=axis, unit=DOCUMENTS,
                    series=[("Documentos", [counts[name] for name in names])], most="donde hay más")  # fmt: skip
