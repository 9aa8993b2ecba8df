"""What the pages of the search show of the copies they found (documents §13.2)."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchHeadline
from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Coalesce, Concat, Left
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.models import Attachment, Copy, PersonalLabel
from documents.search.reading import READ, visible
from documents.search.words import SPANISH, UNACCENTED, query_of
from documents.services.labels import own_labels
from documents.signing.describing import words_of
from documents.states import CopyRole, ScanState
from institutions.models import Delegation
from quipux.web.components import Column

READ_OF_TEXT = 100_000  # characters in which an extract is looked for
# Of no writing: whatever people typed is escaped before these become tags.
OPEN, CLOSE = "\ue000", "\ue001"
COLUMNS = [Column(label) for label in ("No. Documento", "Fecha", "No. Referencia", "Asunto", "Usuario Actual", "Área Actual",
                                       "De", "Para", "Tipo", "Estado", "Firma Digital")]  # fmt: skip


@dataclass(frozen=True)
class Result:
    """One copy of a list: ``number`` as it is shown, ``extract`` with the match, empty where there is none.

    ``marks`` are the reader's own labels on it, each with its name and colour.
    """

    copy: Copy
    number: str
    url: str
    extract: SafeString | str
    marks: Sequence[PersonalLabel] = ()

    @property
    def name(self) -> str:
        """How its box is told from the others."""
        return self.number

    @property
    def holder(self) -> str:
        """Usuario Actual, marked while somebody else acts in that post (documents §17.4)."""
        return holder_of(self.copy)

    @property
    def signed(self) -> str:
        """«Firmado electrónicamente», and that it was with a test certificate; empty without signature."""
        return words_of(self.copy.document) if self.copy.document.is_signed else ""


def with_names(copies):
    """With everything a row shows, in the same query: for whole lists, which are planned once."""
    related = (
        "document__type",
        "document__signature",
        "shown_type",
        "holder__person",
        "holder__area",
        "holder_citizen",
    )
    subrogated = Exists(Delegation.objects.in_force().filter(titular=OuterRef("holder")))
    return copies.select_related(*related).defer("document__signature__report").annotate(is_subrogated=subrogated)


def named(copies: list[Copy]) -> list[Copy]:
    """The same for the few of a page, in their order: the search itself then joins no more than it must."""
    found = with_names(Copy.objects).in_bulk([copy.pk for copy in copies])
    return [found[copy.pk] for copy in copies if copy.pk in found]


def results(copies: list[Copy], *, actor, text: str = "", labelled: bool = False) -> list[Result]:
    """Rows for ``copies``, in three queries at most whatever their number.

    Args:
        text: what was looked for in the whole document; extracts only of those that ``actor`` reads.
        labelled: whether the reader's own labels are shown.
    """
    found = extracts(copies, actor=actor, text=text) if text else {}
    marks = _marks(copies, actor) if labelled else {}
    return [Result(copy, number_of(copy), reverse("documents:document", args=[copy.uuid]), found.get(copy.pk, ""),
                   marks.get(copy.pk, ())) for copy in copies]  # fmt: skip


def _marks(copies, actor) -> dict[int, list[PersonalLabel]]:
    found = {}
    for label in own_labels(actor).filter(copies__in=copies).annotate(copy=F("copies")):
        found.setdefault(label.copy, []).append(label)
    return found


def holder_of(copy: Copy) -> str:
    """The name of who holds one of ``with_names``, with its mark."""
    return f"{copy.holder_name} (Subrogado)" if copy.is_subrogated else copy.holder_name


def number_of(copy: Copy) -> str:
    """«→» stands before the numbers of copies."""
    number = copy.number or str(copy.document)
    return number if copy.role == CopyRole.ORIGINAL else f"→ {number}"


def extracts(copies: list[Copy], *, actor, text: str) -> dict[int, SafeString]:
    """Primary key → the words around the match in the body or an anexo, of the copies whose body ``actor`` may read."""
    query = query_of(text)
    if query is None:
        return {}
    body = Concat("document__summary", Value(" "), "document__body", output_field=TextField())
    anexos = Coalesce(Subquery(_anexos()), Value(""), output_field=TextField())
    written = Left(Concat(_without_tags(body), Value(" "), anexos, output_field=TextField()), READ_OF_TEXT)
    options = {"start_sel": OPEN, "stop_sel": CLOSE, "max_fragments": 2, "max_words": 18, "min_words": 6,
               "fragment_delimiter": " … "}  # fmt: skip
    rows = (
        visible(actor, at_least=READ).filter(pk__in=[copy.pk for copy in copies])
        .annotate(stemmed=SearchHeadline(written, query, config=SPANISH, **options),
                  plain=SearchHeadline(written, query, config=UNACCENTED, **options))
        .values_list("pk", "stemmed", "plain")
    )  # fmt: skip
    marked = ((pk, next((one for one in (stemmed, plain) if OPEN in one), "")) for pk, stemmed, plain in rows)
    return {pk: _drawn(extract) for pk, extract in marked if extract}


def _anexos():
    """The text of the anexos that may be opened, of the document and of the copy alone."""
    opened = Attachment.objects.filter(Q(copy=None) | Q(copy=OuterRef("pk")), document=OuterRef("document"),
                                       removed_at=None, scan_state=ScanState.CLEAN)  # fmt: skip
    return opened.order_by().values("document").annotate(said=StringAgg("text", " ")).values("said")


def _without_tags(expression):
    return Func(expression, Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace",
                output_field=TextField())  # fmt: skip


def _drawn(extract: str) -> SafeString:
    """Safe to show: only the two tags written here survive the escaping."""
    text = escape(html.unescape(" ".join(extract.split())))
    return mark_safe(text.replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))  # noqa: S308 - escaped in the line above


def values_of(copy: Copy) -> list:
    """A row of the exported list, as ``COLUMNS``."""
    document = copy.document
    return [number_of(copy), copy.sort_at, copy.reference, document.subject, holder_of(copy),
            copy.holder_area_name, document.from_label, document.to_label, copy.shown_type_label, copy.get_state_display(),
            words_of(document)]  # fmt: skip
