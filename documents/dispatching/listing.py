"""The list of dispatches and the search of Devolución: what left on paper, and what became of it (documents §10.4)."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Value, When
from django.http import QueryDict
from django.urls import reverse

from documents import permissions
from documents.dispatching.carriers import carriers_of
from documents.dispatching.forms import DispatchFilterForm, ReturnSearchForm
from documents.dispatching.querysets import on_paper
from documents.dispatching.services import words_of
from documents.matching import matching
from documents.matching import words_of as searched
from documents.models import Copy, PaperDispatch
from documents.states import Confidentiality, DispatchState
from quipux.web.components import Link, Tag
from quipux.web.pagination import numbered

SIZES = (20, 50, 100)
MASK = "Documento confidencial"
COLOURS = {DispatchState.SENT: "blue", DispatchState.DELIVERED: "green", DispatchState.RETURNED: "red"}
# Everybody who follows the paper finds a public document by its words, a confidential one by its number alone.
OPENNESS = Case(When(copy__confidentiality=Confidentiality.PUBLIC, then=Value(permissions.READS)), default=Value(0),
                output_field=IntegerField())  # fmt: skip


@dataclass(frozen=True)
class DispatchRow:
    """One journey as its follower may see it.

    Attributes:
        url: of the copy's page; empty where it may not be opened.
        note: what else is told of its state.
        acts: what may be done now, each with its own page.
    """

    copy: Copy
    dispatch: PaperDispatch
    is_hidden: bool
    url: str
    tag: Tag
    note: str
    acts: list[Link] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.copy.number

    @property
    def to(self) -> str:
        return MASK if self.is_hidden else self.copy.party.name

    @property
    def place(self) -> str:
        return "" if self.is_hidden else self.copy.party.institution_name

    @property
    def subject(self) -> str:
        return MASK if self.is_hidden else self.copy.document.subject

    @property
    def journey(self) -> str:
        return words_of(self.dispatch)


class DispatchList:
    """The dispatches that an actor follows, narrowed by an address.

    Args:
        params: the query of the address.
    """

    title, noun, summary_of = "Despachos", "despachos", "Envíos en papel de su área o de su institución."

    def __init__(self, actor, params: QueryDict):
        self.actor, self.params = actor, params

    @cached_property
    def form(self):
        return DispatchFilterForm(self.params, carriers=self._carriers())

    @property
    def address(self) -> str:
        query = self.params.urlencode()
        return f"{self.clear_url}?{query}" if query else self.clear_url

    @property
    def clear_url(self) -> str:
        return reverse("documents:dispatches")

    @property
    def is_filtered(self) -> bool:
        return any(self.params.get(name) for name in self.form.fields)

    @property
    def asks_first(self) -> bool:
        """Whether something must be written before anything is listed."""
        return False

    @cached_property
    def page(self):
        """None while a filter has a fault, or nothing was asked."""
        if not self.form.is_valid() or self.asks_first:
            return None
        return numbered(self.found(), self.params, sizes=SIZES)

    def found(self):
        followed = PaperDispatch.objects.filter(is_current=True, copy__in=on_paper(self.actor).values("pk"))
        rows = self.narrowed(followed, self.form.cleaned_data).order_by("-sent_on", "-pk")
        return rows.select_related("evidence")

    def narrowed(self, rows, data):
        exact = {"carrier": data["transporte"], "state": data["estado"], "sent_on__gte": data["desde"],
                 "sent_on__lte": data["hasta"]}  # fmt: skip
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if data["dias"] is not None:
            rows = rows.filter(state=DispatchState.SENT, sent_on__lt=self.actor.today - timedelta(days=data["dias"]))
        return with_words(rows, data["texto"])

    @cached_property
    def rows(self) -> list[DispatchRow]:
        """Those of the page, in a constant number of queries."""
        journeys = self.page.rows
        copies = Copy.objects.filter(pk__in=[one.copy_id for one in journeys]).with_level(self.actor).select_related(
            "document__area__parent", "document__type", "party", "shown_type").in_bulk()  # fmt: skip
        return [self._row(one, copies[one.copy_id]) for one in journeys]

    def _row(self, dispatch, copy):
        dispatch.copy = copy
        url = reverse("documents:document", args=[copy.uuid]) if copy.level >= permissions.BASIC else ""
        hidden = copy.is_confidential and copy.level < permissions.READS
        return DispatchRow(copy, dispatch, hidden, url, Tag(dispatch.get_state_display(), COLOURS[dispatch.state]),
                           _note(dispatch, self.actor.today), self._acts(copy, dispatch))  # fmt: skip

    def _acts(self, copy, dispatch) -> list[Link]:
        found = []
        if dispatch.state == DispatchState.SENT:
            found.append(("Entregado", reverse("documents:dispatch_delivered", args=[dispatch.uuid])))
        if dispatch.state != DispatchState.RETURNED:
            found.append(("Devolver", self._act("devolver", copy)))
        if dispatch.state != DispatchState.DELIVERED and permissions.can_dispatch_again(copy, self.actor):
            again = dispatch.state == DispatchState.RETURNED
            found.append(("Nuevo despacho" if again else "Guía", self._act("despachar", copy)))
        if dispatch.evidence and (copy.level >= permissions.CONTENT or not copy.is_confidential):
            found.append(("Ver constancia", reverse("documents:dispatch_evidence", args=[dispatch.uuid])))
        return [Link(label, url, copy.number) for label, url in found]

    def _act(self, slug, copy):
        query = urlencode({"copia": copy.uuid, "volver": self.address})
        return f"{reverse('documents:act', args=[slug])}?{query}"

    def _carriers(self):
        used = PaperDispatch.objects.filter(copy__document__institution=self.actor.institution).exclude(carrier="")
        return sorted({*carriers_of(self.actor.institution), *used.values_list("carrier", flat=True).distinct()})


class ReturnSearch(DispatchList):
    """Devolución: the paper that came back, looked for by what is written on it."""

    title, noun, summary_of = "Devolución", "documentos", "Busque por su número o asunto el documento que regresó."

    @cached_property
    def form(self):
        return ReturnSearchForm(self.params)

    @property
    def clear_url(self) -> str:
        return reverse("documents:returns")

    @property
    def asks_first(self) -> bool:
        return not searched(self.form.cleaned_data["texto"])

    def narrowed(self, rows, data):
        return with_words(rows, data["texto"])


def with_words(rows, text):
    """Those of the journeys whose number or open asunto has every word of at least three letters."""
    return matching(rows.alias(level=OPENNESS), searched(text.replace("\0", "")), prefix="copy__", masks=True)


def _note(dispatch, today) -> str:
    if dispatch.state == DispatchState.DELIVERED:
        who = f", recibió {dispatch.received_by}" if dispatch.received_by else ""
        return f"el {dispatch.delivered_on.isoformat()}{who}"
    if dispatch.state == DispatchState.RETURNED:
        return f"el {dispatch.returned_on.isoformat()}: {dispatch.return_words}"
    days = (today - dispatch.sent_on).days
    return f"Sin confirmar hace {days} día{'' if days == 1 else 's'}" if days else ""
