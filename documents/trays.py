"""Every tray as one row of a table: slug, label, query, columns (documents §5.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Q
from django.urls import reverse

from documents.models import Copy
from documents.states import CopyRole, CopyState
from quipux import clock
from quipux.web.menu import MenuGroup, MenuItem


@dataclass(frozen=True)
class Heading:
    """One column of a tray: the names in its heading, each a sort key of ``documents.sorting``."""

    css: str
    sorts: tuple[tuple[str, str], ...]


SUBJECT = Heading("qx-as", (("asunto", "Asunto"), ("numero", "Número"), ("referencia", "No. Referencia")))


@dataclass(frozen=True)
class Tray:
    """One tray.

    Attributes:
        members: the condition of the list, also used for counting.
        counts_unread: whether the menu shows «unread/total» or the total alone.
        headings: columns in their order.
        row: template of one row.
        default_months: the list begins so many months ago unless dates are chosen; None for work trays.
    """

    slug: str
    label: str
    members: Callable
    counts_unread: bool
    headings: tuple[Heading, ...]
    row: str
    default_months: int | None = None

    @property
    def url(self) -> str:
        return reverse("documents:tray", args=[self.slug])

    def copies(self, appointment):
        return Copy.objects.filter(self.members(appointment))

    def default_start(self, today: date) -> date | None:
        """The first day listed when nobody chose dates; None where everything is."""
        return today - relativedelta(months=self.default_months) if self.default_months else None

    def opening(self, appointment, today: date) -> Q:
        """What the list holds when it is opened from the menu."""
        start = self.default_start(today)
        dated = Q(sort_at__gte=clock.day_start(start)) if start else Q()
        return self.members(appointment) & dated


RECEIVED = Tray(
    "recibidos", "Recibidos", lambda a: Q(holder=a, state=CopyState.IN_PROCESS), True,
    headings=(
        Heading("qx-de", (("de", "De"), ("anterior", "Usuario Anterior"))),
        SUBJECT,
        Heading("qx-fe", (("fecha", "Fecha"), ("situacion", "Situación"))),
        Heading("qx-pl", (("plazo", "Plazo"),)),
    ),
    row="documents/_received_row.html",
)  # fmt: skip
SENT = Tray(
    "enviados", "Enviados", lambda a: Q(holder=a, state=CopyState.SENT, role=CopyRole.ORIGINAL), False,
    headings=(
        Heading("qx-de", (("para", "Para"), ("de", "De"))),
        SUBJECT,
        Heading("qx-fe", (("fecha", "Fecha"),)),
        Heading("qx-pl", (("entrega", "Entrega"),)),
    ),
    row="documents/_sent_row.html",
    default_months=6,
)  # fmt: skip
TRAYS = {tray.slug: tray for tray in (RECEIVED, SENT)}


def counters(appointment, today: date) -> dict[str, int]:
    """Totals and unread of every tray in one query: ``slug`` and ``slug_unread``."""
    counts, members = {}, Q()
    for tray in TRAYS.values():
        opening = tray.opening(appointment, today)
        members |= opening
        counts[tray.slug] = Count("pk", filter=opening)
        if tray.counts_unread:
            counts[f"{tray.slug}_unread"] = Count("pk", filter=opening & Q(is_read=False))
    return Copy.objects.filter(members).aggregate(**counts)


def menu_groups(request):
    """The group «Bandejas» of the side menu."""
    if request.actor.is_leaver:
        return
    counts = counters(request.actor.appointment, clock.today())
    yield MenuGroup("Bandejas", [_item(tray, counts, request.path) for tray in TRAYS.values()])


def _item(tray, counts, path):
    return MenuItem(tray.label, tray.url, unread=counts.get(f"{tray.slug}_unread"), total=counts[tray.slug],
                    current=path == tray.url)  # fmt: skip
