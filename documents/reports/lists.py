"""The lists behind the reports: what each row shows, and what it hides (documents §14, §16.2).

A confidential document shows its number and nothing else, to everybody. A public one that the person does
not see shows what is counted of it, but not its asunto: the permission «Reportes» reads no document.
"""

from django.db.models import QuerySet
from django.urls import reverse

from documents.models import Copy
from documents.reports.shape import Question, ReportColumn, Row
from quipux.web.components import Link

NUMBER = ReportColumn("numero", "No. Documento")
SUBJECT = ReportColumn("asunto", "Asunto")
NO_NUMBER = "(sin número)"
CONFIDENTIAL = "Documento confidencial"


def with_reading(copies: QuerySet, question: Question) -> QuerySet:
    """Copies with what a row prints, and ``level``: how much of each the person sees."""
    return copies.with_level(question.actor).select_related("document__type", "holder__person", "holder__area")


def drawn(copy: Copy, values: list, *, number: str = "") -> Row:
    """The row of a copy with its ``level``: number, asunto, and ``values``.

    Args:
        number: what is shown in place of the copy's own.
    """
    shown = number or copy.number or copy.document.number or NO_NUMBER
    linked = Link(shown, reverse("documents:document", args=[copy.uuid])) if copy.level else shown
    if copy.is_confidential:
        return Row([linked, CONFIDENTIAL, *([""] * len(values))])
    return Row([linked, copy.document.subject if copy.level else "", *values])
