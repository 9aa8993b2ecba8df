"""How a tray is described."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet
from django.urls import reverse

from documents.trays.kinds import COPIES, Kind
from quipux import clock

MAIN, OTHER, REST, WINDOW = "Bandejas", "Otras Bandejas", "Otros", "Bandeja de Entrada"


@dataclass(frozen=True)
class Heading:
    """One column of a tray: the names in its heading, each a sort key of ``documents.sorting``."""

    css: str
    sorts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tray:
    """One tray.

    Attributes:
        members: ``members(actor)``, the rows of the list; the counters count the same ones.
        headings: columns in their order.
        columns: names in ``documents.trays.columns`` of what its export and its print show.
        facts: ``facts(rows, desk)``, what its rows print beyond the copy: values by primary key.
        acts: slugs of the acts of its bar, in order.
        filters: names in ``documents.trays.filters`` of its own filters.
        kind: what its rows are.
        group: heading of the menu it stands under.
        counts_unread: whether the menu shows «unread/total» or the total alone.
        sort: the column that orders it; ``ascending`` the oldest first.
        default_months: the list begins so many months ago unless dates are chosen; None for work trays.
        default_state: the state listed unless another is chosen (tasks).
        counted_state: the state that the menu counts, where it is not the whole list.
        permission: slug without which the tray does not exist for a person.
        bar_permission: slug without which it has no bar.
        masks: whether it may hold rows that its reader must not read.
    """

    slug: str
    label: str
    members: Callable[..., QuerySet]
    headings: Sequence[Heading]
    columns: Sequence[str]
    facts: Callable = lambda rows, desk: {}
    acts: Sequence[str] = ()
    filters: Sequence[str] = ()
    kind: Kind = COPIES
    group: str = MAIN
    counts_unread: bool = False
    sort: str = "fecha"
    ascending: bool = False
    default_months: int | None = None
    default_state: str = ""
    counted_state: str = ""
    permission: str = ""
    bar_permission: str = ""
    masks: bool = False

    @property
    def url(self) -> str:
        return reverse("documents:tray", args=[self.slug])

    @property
    def row(self) -> str:
        """Template of one row."""
        return f"documents/trays/_{self.slug.replace('-', '_')}.html"

    @property
    def noun(self) -> str:
        return "tareas" if self.slug.startswith("tareas-") else "documentos"

    def allows(self, actor) -> bool:
        """Whether the permission it needs is held."""
        return not self.permission or actor.holds(self.permission)

    def group_for(self, actor) -> str:
        """No Enviados is at hand only for who signs (documents §5.1)."""
        return OTHER if self.slug == "no-enviados" and not actor.holds("sign_electronically") else self.group

    def default_start(self, today: date) -> date | None:
        """The first day listed when nobody chose dates; None where everything is."""
        return today - relativedelta(months=self.default_months) if self.default_months else None

    def opening(self, actor, today: date) -> QuerySet:
        """What the menu counts: the list as it opens, or its pending part."""
        start, state = self.default_start(today), self.counted_state or self.default_state
        dated = Q(**{f"{self.kind.instant}__gte": clock.day_start(start)}) if start else Q()
        return self.members(actor).filter(dated, Q(state=state) if state else Q())
