"""Every tray as one row of a table: slug, label, query (documents §5.2)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from documents.models import Copy
from documents.states import CopyRole, CopyState
from quipux.web.menu import MenuGroup, MenuItem


@dataclass(frozen=True)
class Tray:
    """One tray.

    Attributes:
        members: the same condition as the list's, as a filter for counting.
        counts_unread: whether the menu shows «unread/total» or the total alone.
    """

    slug: str
    label: str
    members: Callable
    counts_unread: bool

    def copies(self, appointment):
        return Copy.objects.filter(self.members(appointment))


RECEIVED = Tray("recibidos", "Recibidos", lambda a: Q(holder=a, state=CopyState.IN_PROCESS), True)
SENT = Tray("enviados", "Enviados", lambda a: Q(holder=a, state=CopyState.SENT, role=CopyRole.ORIGINAL), False)
TRAYS = {tray.slug: tray for tray in (RECEIVED, SENT)}


def counters(appointment) -> dict[str, int]:
    """Totals and unread of every tray in one query: ``slug`` and ``slug_unread``."""
    counts = {}
    for tray in TRAYS.values():
        counts[tray.slug] = Count("pk", filter=tray.members(appointment))
        if tray.counts_unread:
            counts[f"{tray.slug}_unread"] = Count("pk", filter=tray.members(appointment) & Q(is_read=False))
    return Copy.objects.filter(holder=appointment).aggregate(**counts)


def menu_groups(request):
    """The group «Bandejas» of the side menu."""
    if request.actor.is_leaver:
        return
    counts = counters(request.actor.appointment)
    yield MenuGroup("Bandejas", [_item(tray, counts, request.path) for tray in TRAYS.values()])


def _item(tray, counts, path):
    url = reverse("documents:tray", args=[tray.slug])
    return MenuItem(tray.label, url, unread=counts.get(f"{tray.slug}_unread"), total=counts[tray.slug],
                    current=path == url)  # fmt: skip
