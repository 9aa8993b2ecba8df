"""One page of a tray: filters, counts, order and rows for an address (documents §5.3, ui §7.1, §7.2)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from documents.deadlines import deadline_tag, delivery_words, situation
from documents.forms import TrayFilterForm
from documents.matching import matching, words_of
from documents.models import Attachment, Copy, Party
from documents.sorting import Order, chosen_order
from documents.states import CopyRole, PartyRole
from documents.trays import Tray
from quipux import clock
from quipux.calendar import WorkingCalendar
from quipux.calendar.days import working_calendar
from quipux.web.components import Chip, Tag
from quipux.web.pagination import KeysetPaginator

READ, UNREAD = "leidos", "no-leidos"
ALL_DATES = "todas"


@dataclass(frozen=True)
class Row:
    """A copy as its tray shows it."""

    copy: Copy
    url: str
    situation: str
    deadline: Tag | None
    delivery: str


@dataclass
class TrayList:
    """A tray as an address of it asks for.

    Args:
        params: the address's query (``request.GET``).
        today: day in Guayaquil.
    """

    tray: Tray
    appointment: object
    params: QueryDict
    today: date
    calendar: WorkingCalendar = field(default_factory=working_calendar)

    @cached_property
    def filters(self) -> TrayFilterForm:
        return TrayFilterForm(self.params)

    @cached_property
    def order(self) -> Order:
        keys = {key for heading in self.tray.headings for key, _ in heading.sorts}
        return chosen_order(self.params.get("orden", ""), keys)

    @property
    def order_words(self) -> str:
        """For the table's caption."""
        label = next(label for h in self.tray.headings for key, label in h.sorts if key == self.order.key).lower()
        if self.order.key == "fecha":
            return f"{label}, el más {'reciente' if self.order.descending else 'antiguo'} primero"
        return f"{label}, en orden {'descendente' if self.order.descending else 'ascendente'}"

    # Which rows --------------------------------------------------------------------------------------
    @cached_property
    def default_start(self) -> date | None:
        """The first day listed because nobody chose any dates."""
        chosen = any(self.params.get(name) for name in ("desde", "hasta")) or self.params.get("fechas") == ALL_DATES
        return None if chosen else self.tray.default_start(self.today)

    def _matched(self):
        """What the filters leave, of any date."""
        data = self.filters.cleaned_data
        copies = matching(self.tray.copies(self.appointment), words_of(data["texto"]))
        if data["tipo"]:
            copies = copies.filter(document__type__slug=data["tipo"])
        if data["categoria"]:
            copies = copies.filter(category=data["categoria"])
        return copies

    def _dated(self) -> Q:
        """The days of the list, chosen or its own."""
        start, end = self.filters.cleaned_data["desde"] or self.default_start, self.filters.cleaned_data["hasta"]
        since = Q(sort_at__gte=clock.day_start(start)) if start else Q()
        until = Q(sort_at__lt=clock.day_range(end, end)[1]) if end else Q()
        return since & until

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows: of any date, of the list's days, and of these unread and overdue, in one query."""
        dated = self._dated()
        return self._matched().aggregate(
            everything=Count("pk"), total=Count("pk", filter=dated),
            unread=Count("pk", filter=dated & Q(is_read=False)),
            overdue=Count("pk", filter=dated & Q(deadline__lt=self.today)))  # fmt: skip

    @property
    def reading(self) -> str:
        """Which of the views Todos, No leídos, Leídos."""
        asked = self.params.get("lectura", "")
        return asked if self.tray.counts_unread and asked in (READ, UNREAD) else ""

    @cached_property
    def page(self):
        """The page of copies; None while a filter has a fault."""
        if not self.filters.is_valid():
            return None
        copies, total = self._matched().filter(self._dated()), self.counts["total"]
        if self.reading:
            copies = copies.filter(is_read=self.reading == READ)
            unread = self.counts["unread"]
            total = unread if self.reading == UNREAD else total - unread
        copies, fields = self.order.fields_for(_with_details(copies), self.today)
        return KeysetPaginator(copies, fields=fields, descending=self.order.descending, total=total).page(self.params)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the page, each with what its template prints; the queries do not grow with them."""
        copies = self.page.rows if self.page else []
        deliveries = _deliveries(copies) if self.tray.slug == "enviados" else {}
        suffix = f"?{urlencode({'volver': self.address})}" if self.params else ""
        return [Row(copy, reverse("documents:document", args=[copy.uuid]) + suffix, situation(copy, self.today),
                    deadline_tag(copy.deadline, self.today, self.calendar),
                    delivery_words(deliveries.get(copy.document_id, {}))) for copy in copies]  # fmt: skip

    # Addresses ---------------------------------------------------------------------------------------
    @property
    def address(self) -> str:
        """This very list, to come back to."""
        return self._address()

    def _address(self, **changes) -> str:
        params = self.params.copy()
        params.pop("cursor", None) if changes else None
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return f"{self.tray.url}?{params.urlencode()}" if params else self.tray.url

    @property
    def is_filtered(self) -> bool:
        """Whether something hides rows, the default range included."""
        return bool(self.default_start or self.reading or not self.filters.is_valid()
                    or any(self.filters.cleaned_data.values()))  # fmt: skip

    @property
    def clear_url(self) -> str:
        """The list without any filter."""
        return f"{self.tray.url}?fechas={ALL_DATES}" if self.tray.default_months else self.tray.url

    @property
    def kept(self) -> dict[str, str]:
        """What the filter form carries along unseen."""
        names = ("lectura", "orden", "tamano", "fechas")
        return {name: self.params[name] for name in names if self.params.get(name)}

    @property
    def chips(self) -> list[Chip]:
        if self.page is None:
            return []
        if self.tray.counts_unread:
            return self._reading_chips()
        return self._range_chips()

    def _reading_chips(self):
        total, unread = self.counts["total"], self.counts["unread"]
        views = (("", "Todos", total), (UNREAD, "No leídos", unread), (READ, "Leídos", total - unread))
        return [Chip(label, self._address(lectura=view), count, self.reading == view) for view, label, count in views]

    def _range_chips(self):
        """The stated range, and the way to remove it."""
        data = self.filters.cleaned_data
        start, end = data["desde"] or self.default_start, data["hasta"] or self.today
        if not start and not data["hasta"]:
            return []
        stated = f"Desde {start} a {end}" if start else f"Hasta {end}"
        everything = self._address(desde=None, hasta=None, fechas=ALL_DATES)
        return [Chip(stated, self._address(), self.counts["total"], current=True),
                Chip("Ver todas", everything, self.counts["everything"])]  # fmt: skip


def _with_details(copies):
    """Everything a row prints, in the query of the page."""
    sender = Party.objects.filter(document=OuterRef("document"), role=PartyRole.FROM)
    annexes = (Attachment.objects.filter(Q(copy=None) | Q(copy=OuterRef("pk")), document=OuterRef("document"),
                                         removed_at=None)
               .order_by().values("document").annotate(number=Count("pk")).values("number"))  # fmt: skip
    return copies.for_tray().annotate(from_area=Subquery(sender.values("area_name")[:1]),
                                      annexes=Coalesce(Subquery(annexes), 0))  # fmt: skip


def _deliveries(copies) -> dict[int, dict[str, int]]:
    """How many copies of each document are in each state, in one query."""
    documents = [copy.document_id for copy in copies]
    counted = (Copy.objects.filter(document__in=documents).exclude(role=CopyRole.ORIGINAL)
               .values_list("document", "state").annotate(number=Count("pk")))  # fmt: skip
    found = defaultdict(dict)
    for document, state, number in counted:
        found[document][state] = number
    return found
