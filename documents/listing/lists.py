"""One page of a tray: its rows, its quick views and its addresses (documents §5.3, ui §7.1, §7.2)."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from documents.composing import sessions
from documents.deadlines import deadline_tag
from documents.listing.query import ALL_DATES, ALL_STATES, EXACT, OWN, READ, UNREAD, TrayQuery
from documents.listing.rows import Row, rows_of
from documents.states import TaskState
from documents.trays.counting import CountOf
from documents.trays.facts import Desk
from documents.trays.kinds import TASKS
from quipux.calendar import WorkingCalendar
from quipux.calendar.days import working_calendar
from quipux.web.components import Chip, Link
from quipux.web.formatting import count_text
from quipux.web.pagination import KeysetPaginator

IN_BANNER = 12  # overdue documents named above Recibidos
HIDDEN = "ocultos"
WHOLE = "ninguno"  # of «filtro»: the tray itself, where one of the person's filters opens it
MOST_CHIPS = 6  # quick views and saved filters together (ui §7.2)


@dataclass
class TrayList(TrayQuery):
    """What the page of a tray shows."""

    calendar: WorkingCalendar = field(default_factory=working_calendar)

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.actor, self.today, self.calendar, self.types)

    @cached_property
    def page(self):
        """The page of rows; None while a filter has a fault."""
        if not self.is_valid:
            return None
        rows, fields = self.ordered()
        return KeysetPaginator(rows, fields=fields, descending=self.order.descending, total=self.total,
                               most=EXACT if self.is_capped else None).page(self.params)  # fmt: skip

    @cached_property
    def rows(self) -> list[Row]:
        items = self.page.rows if self.page else []
        rows = rows_of(self.tray, items, self.desk, back=self.address if self.params else "", labels=self.own.labels)
        return (
            [replace(row, url=self.beside_url(row.copy)) if row.url else row for row in rows]
            if self.is_double
            else rows
        )

    # The pane ----------------------------------------------------------------------------------------
    @property
    def is_double(self) -> bool:
        """Whether a document is shown beside the list, whose links then change that document."""
        return bool(self.params.get("vista"))

    def beside_url(self, copy) -> str:
        """This page of the list with a copy beside it; the row keeps its place in view."""
        params = self.params.copy()
        params.pop("aviso", None)
        params["vista"] = str(copy.uuid)
        return f"{self.tray.url}?{params.urlencode()}#v-{copy.uuid}"

    @property
    def first_beside(self) -> str:
        """The list with its first document beside it; empty where none may be read."""
        readable = next((row for row in self.rows if row.can_read), None)
        return self.beside_url(readable.copy) if readable and not self.is_double else ""

    @property
    def summary(self) -> str:
        """«143 documentos · 27 sin leer · 1 vencido»."""
        shown = "total" if self.counts["total"] is not None else self.view
        words = [f"{self._counted(shown)} {self.tray.noun if self.counts[shown] != 1 else self.tray.noun[:-1]}"]
        if self.counts.get("unread") is not None:
            words.append(f"{self._counted('unread')} sin leer")
        if self.counts.get("overdue") is not None:
            words.append(f"{self._counted('overdue')} vencido{'' if self.counts['overdue'] == 1 else 's'}")
        return " · ".join(words)

    def _counted(self, view):
        """A count as it is said: exact up to EXACT; None where it is not known."""
        number = self.counts[view]
        if number is None:
            return None
        exact = number <= EXACT or self.params.get("contar")
        return count_text(number) if exact else f"más de {count_text(EXACT)}"

    # Addresses ---------------------------------------------------------------------------------------
    @property
    def address(self) -> str:
        """This very list, to come back to."""
        return self._address()

    @property
    def query(self) -> str:
        """The same filters for another address of the tray: its files and its print."""
        return self.address.removeprefix(self.tray.url)

    def _address(self, **changes) -> str:
        params = self.params.copy()
        for name in OWN if changes else OWN[1:]:
            params.pop(name, None)
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return f"{self.tray.url}?{params.urlencode()}" if params else self.tray.url

    @property
    def is_filtered(self) -> bool:
        """Whether something hides rows, the default range included."""
        return bool(self.default_start or self.reading or self.state not in ("", self.tray.default_state) or not self.is_valid
                    or any(self.filters.cleaned_data.values()))  # fmt: skip

    @property
    def nothing(self) -> str:
        """What an empty list says that hides no row (ui §7.14)."""
        if self.tray.kind is TASKS and self.state:
            return "No tiene tareas pendientes."
        return f"No tiene documentos en {self.tray.label}."

    @property
    def opens_at(self) -> str:
        """The address of the filter the person opens this tray with; empty where the address asks for something."""
        own = None if self.params else self.own.default
        return f"{self.tray.url}?{own['query']}" if own else ""

    @property
    def clear_url(self) -> str:
        """The list without any filter."""
        if self.own.default:
            dates = f"&fechas={ALL_DATES}" if self.tray.default_months else ""
            return f"{self.tray.url}?filtro={WHOLE}{dates}"
        if self.tray.default_months:
            return f"{self.tray.url}?fechas={ALL_DATES}"
        return f"{self.tray.url}?estado={ALL_STATES}" if self.tray.kind is TASKS else self.tray.url

    @property
    def kept(self) -> dict[str, str]:
        """What the filter form carries along unseen."""
        names = ["lectura", "orden", "tamano", "fechas", "vencidos", "filtro"]
        names += ["estado"] if self.tray.kind is TASKS else []
        return {name: self.params[name] for name in names if self.params.get(name)}

    @property
    def count_url(self) -> str:
        """Where the list says how many it has beyond EXACT; empty where it already does."""
        return self._address(contar="1") if self.page and self.is_capped else ""

    # Quick views -------------------------------------------------------------------------------------
    @property
    def chips(self) -> list[Chip]:
        if self.page is None:
            return []
        if self.tray.kind is TASKS:
            return self._with_saved(self._state_chips())
        reading = self._reading_chips() if self.tray.counts_unread else []
        return self._with_saved(reading + self._range_chips())

    def _with_saved(self, chips):
        """The person's filters after the quick views, while there is room; their counters are on their own page."""
        here = self.params.urlencode()
        saved = [Chip(one["name"], f"{self.tray.url}?{one['query']}", None, one["query"] == here)
                 for one in self.own.filters]  # fmt: skip
        return chips + saved[: max(0, MOST_CHIPS - len(chips))]

    def _chip(self, label, view, current, **changes):
        return Chip(label, self._address(**changes), self._counted(view), current)

    def _reading_chips(self):
        views = (("", "Todos", "total"), (UNREAD, "No leídos", "unread"), (READ, "Leídos", "read"))
        return [self._chip(label, view, self.reading == value, lectura=value) for value, label, view in views]

    def _state_chips(self):
        states = [("Todas", "total", ALL_STATES, ""), *((f"{s.label}s", s.value, s.value, s.value) for s in TaskState)]
        return [self._chip(label, view, self.state == state, estado=value) for label, view, value, state in states]

    def _range_chips(self):
        """The stated range, and the way to remove it."""
        data = self.filters.cleaned_data
        start, end = data["desde"] or self.default_start, data["hasta"] or self.today
        if not start and not data["hasta"]:
            return []
        stated = f"Desde {start} a {end}" if start else f"Hasta {end}"
        ranged = Chip(stated, self._address(), self._counted("total"), current=not self.tray.counts_unread)
        return [ranged, self._chip("Ver todas", "everything", False, desde=None, hasta=None, fechas=ALL_DATES)]

    # Beside the rows ---------------------------------------------------------------------------------
    @property
    def beside(self) -> dict:
        if self.tray.slug == "en-elaboracion":
            return {"unsaved": CountOf(sessions.never_saved(self.actor), 1)}
        return {"late": ArraySubquery(self._late)} if self._has_banner else {}

    @property
    def _has_banner(self) -> bool:
        return self.tray.slug == "recibidos" and not self.is_filtered and not self.params

    @property
    def _late(self):
        """Number, day and identifier of the first overdue documents."""
        late = self.matched.filter(self._views["overdue"]).order_by("deadline", "pk")
        return late.values(one=JSONObject(number="number", deadline="deadline", uuid="uuid"))[:IN_BANNER]

    @cached_property
    def overdue(self) -> list[Link]:
        """The first overdue documents of Recibidos as it opens, each with how late it is; dismissed in its address."""
        return [Link(one["number"], reverse("documents:document", args=[one["uuid"]]),
                     deadline_tag(date.fromisoformat(one["deadline"]), self.today, self.calendar).text)
                for one in (self.counts.get("late", ()) if self.page else ())]  # fmt: skip

    @property
    def overdue_url(self) -> str:
        return self._address(plazo="vencidos")

    @property
    def dismissed_url(self) -> str:
        return self._address(vencidos=HIDDEN)
