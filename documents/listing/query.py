"""Which rows an address of a tray asks for, in what order, and how many they are (documents §5.3)."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from documents.forms import TrayFilterForm
from documents.listing.own import Own, marked, own_of
from documents.matching import having, matching, words_of
from documents.models import Attachment, Copy, DocumentType, Party
from documents.sorting import Order, chosen_order
from documents.states import PartyRole, TaskState
from documents.trays import Tray
from documents.trays.counting import CountOf, counted_together, kept_together
from documents.trays.filters import LABEL, narrowed
from documents.trays.kinds import TASKS
from quipux import clock

READ, UNREAD = "leidos", "no-leidos"
ALL_DATES, ALL_STATES = "todas", "todos"
LONG = 5000  # rows that words are compared with one by one, whatever the words
EXACT = 1000  # beyond it a list says «más de 1 000», unless it is asked to count
PLACE = {"cursor", "tamano", "orden"}
OWN = ("cursor", "aviso", "vista", "hecho")  # of one moment: no address of the list keeps them


@dataclass
class TrayQuery:
    """A tray as an address of it asks for.

    Args:
        params: the address's query (``request.GET``).
        today: day in Guayaquil.
    """

    tray: Tray
    actor: object
    params: QueryDict
    today: date

    @cached_property
    def filters(self) -> TrayFilterForm:
        mine = (None, self.actor.institution.pk)  # what others call theirs is nothing to choose here
        offered = [one for one in self.types.values() if one.institution_id in mine]
        return TrayFilterForm(self.params, tray=self.tray, types=offered, labels=self.own.labels)

    @cached_property
    def own(self) -> Own:
        """What the person arranged in the tray."""
        return own_of(self.actor, self.tray.slug)

    @cached_property
    def types(self) -> dict[int, DocumentType]:
        """Every document type by its key: what the filter offers and what the rows print, read once."""
        return self.own.types

    @cached_property
    def order(self) -> Order:
        keys = {key for heading in self.tray.headings for key, _ in heading.sorts}
        own = Order(self.tray.sort, not self.tray.ascending)
        return chosen_order(self.params.get("orden", ""), keys, own)

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

    @property
    def reading(self) -> str:
        """Which of the views Todos, No leídos, Leídos."""
        asked = self.params.get("lectura", "")
        return asked if self.tray.counts_unread and asked in (READ, UNREAD) else ""

    @property
    def state(self) -> str:
        """Which state of a task is listed; empty for all, and in trays of documents."""
        if self.tray.kind is not TASKS:
            return ""
        asked = self.params.get("estado", "") or self.tray.default_state
        return asked if asked in TaskState.values else ""

    @cached_property
    def matched(self) -> QuerySet:
        """What the filters leave, of any date, read or not."""
        data, tray = self.filters.cleaned_data, self.tray
        rows = self._with_level(tray.members(self.actor))
        if self._having is not None:
            rows = rows.filter(**{f"{tray.kind.prefix}document__in": self._having})
        rows = matching(rows, self._words, prefix=tray.kind.prefix, masks=tray.masks,
                        one_by_one=self._is_long and self._having is None)  # fmt: skip
        for name in (*tray.filters, LABEL):
            rows = narrowed(rows, name, data.get(name), tray, self.today)
        return rows

    @property
    def _words(self) -> list[str]:
        return words_of(self.filters.cleaned_data["texto"])

    @cached_property
    def _is_long(self) -> bool:
        """Whether comparing each row with the words would take longer than a page may."""
        members = self.tray.members(self.actor).order_by().values("pk")
        return bool(self._words) and members[: LONG + 1].count() > LONG

    @cached_property
    def _having(self) -> list[int] | None:
        """The documents with the words, where the list is long and they are few."""
        return having(self._words) if self._is_long else None

    def _with_level(self, rows):
        """Where a tray may hold what its reader must not read, each row knows how much of it he may."""
        if not self.tray.masks:
            return rows
        if not self.tray.kind.copy:
            return rows.with_level(self.actor)
        copy = Copy.objects.filter(pk=OuterRef(self.tray.kind.copy)).with_level(self.actor)
        return rows.annotate(level=Subquery(copy.values("level")))

    @property
    def _dated(self) -> Q:
        """The days of the list, chosen or its own."""
        start, end = self.filters.cleaned_data["desde"] or self.default_start, self.filters.cleaned_data["hasta"]
        instant = self.tray.kind.instant
        since = Q(**{f"{instant}__gte": clock.day_start(start)}) if start else Q()
        until = Q(**{f"{instant}__lt": clock.day_range(end, end)[1]}) if end else Q()
        return since & until

    @cached_property
    def _views(self) -> dict[str, Q]:
        """What of ``matched`` each quick view shows."""
        dated, tray = self._dated, self.tray
        views = {"total": dated, "everything": Q()}
        if tray.counts_unread:
            views |= {"unread": dated & tray.kind.unread, "read": dated & ~tray.kind.unread}
        if tray.slug == "recibidos":
            views["overdue"] = dated & Q(deadline__lt=self.today)
        if tray.kind is TASKS:
            views |= {state: dated & Q(state=state) for state in TaskState.values}
        return views

    @cached_property
    def counts(self) -> dict[str, int | None]:
        """How many rows each quick view has, in one statement; one more than EXACT stands for any number above it,
        None for one that was not counted.

        Words are compared with every row, so then one reading of the rows counts all views, to their end.
        """
        if self._words:
            return self._newest_counts if self._is_cut else self.matched.order_by().aggregate(**self._counted_views)
        if self._is_plain:
            return kept_together(self.actor, self.today, ("list", self.tray.slug, bool(self.params)), self._counts_of)
        return counted_together(self.actor.appointment, **self._all_counts)

    @property
    def _counted_views(self):
        return {name: Count("pk", filter=view or None) for name, view in self._views.items()}

    @property
    def _is_cut(self) -> bool:
        """Whether so many rows may have the words that only the newest are compared, until they are more than EXACT."""
        return self._is_long and self._having is None and not self.params.get("contar")

    @property
    def _newest_counts(self):
        """The counts of the view on the page; of the others only where its rows, none left out, are theirs too."""
        instant, shown = self.tray.kind.instant, self.view
        counts = self.view_rows.order_by(f"-{instant}", "-pk")[: EXACT + 1].aggregate(**self._counted_views)
        is_whole = shown == "total" and counts[shown] <= EXACT
        known = {shown} | (set(counts) - {"everything"} if is_whole else set())
        return {name: number if name in known else None for name, number in counts.items()}

    @property
    def _is_plain(self) -> bool:
        """Whether nothing but a place in the list is asked for, and no row is judged by its reader's rights."""
        return not self.tray.masks and set(self.params) <= PLACE

    def _counts_of(self, actor):
        """The same for another of equal rights."""
        other = replace(self, actor=actor)
        vars(other).update(own=self.own, filters=self.filters)
        return other._all_counts

    @property
    def _all_counts(self):
        most = None if self.params.get("contar") else EXACT + 1
        return {name: CountOf(self.matched.filter(view), most) for name, view in self._views.items()} | self.beside

    @property
    def beside(self) -> dict:
        """What else the page asks in the statement of the counts, by name."""
        return {}

    @property
    def view(self) -> str:
        """The name in ``counts`` of the rows on the page."""
        return {READ: "read", UNREAD: "unread"}.get(self.reading) or self.state or "total"

    @property
    def total(self) -> int:
        return self.counts[self.view]

    @property
    def is_capped(self) -> bool:
        """Whether ``total`` only says that there are more than EXACT."""
        return self.total > EXACT and not self.params.get("contar")

    @property
    def is_valid(self) -> bool:
        return self.filters.is_valid()

    @property
    def view_rows(self) -> QuerySet:
        """All rows of the list, on any page."""
        return self.matched.filter(self._views[self.view])

    def found(self) -> QuerySet:
        """All rows of the list with everything they print; no order yet."""
        return self._with_words(self.tray.kind.with_details(self.view_rows))

    def _with_words(self, rows):
        document, pk = OuterRef(f"{self.tray.kind.prefix}document"), OuterRef(self.tray.kind.copy_id)
        sender = Party.objects.filter(document=document, role=PartyRole.FROM)
        annexes = Attachment.objects.filter(Q(copy=None) | Q(copy=pk), document=document, removed_at=None)
        number = annexes.order_by().values("document").annotate(number=Count("pk")).values("number")
        rows = rows.annotate(from_area=Subquery(sender.values("area_name")[:1]), annexes=Coalesce(Subquery(number), 0))
        return marked(rows, self.tray.kind.copy_id, self.own.labels)

    def ordered(self) -> tuple[QuerySet, tuple[str, ...]]:
        """All rows with what orders them, and the fields of the order."""
        return self.order.fields_for(self.found(), self.tray, self.today)

    def sorted_rows(self) -> QuerySet:
        """All rows in the order of the list, for its files and its print."""
        rows, fields = self.ordered()
        return rows.order_by(*(f"-{name}" if self.order.descending else name for name in fields))

    def copies(self) -> QuerySet:
        """The copies of the list, each once."""
        if not self.tray.kind.copy:
            return self.view_rows
        return Copy.objects.filter(pk__in=self.view_rows.values(self.tray.kind.copy))
