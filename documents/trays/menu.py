"""The trays in the side menu, with their counters (documents §5.1)."""

from django.urls import NoReverseMatch, reverse

from documents.trays.counting import MENU_LIMIT, counters
from documents.trays.table import TRAYS
from quipux.web.menu import MenuGroup, MenuItem

RECEIVED = TRAYS["recibidos"]


def menu_groups(request):
    """NUEVO, and every tray under its heading; a tray whose permission is missing is not there."""
    actor = request.actor
    if actor.is_leaver:
        return
    if actor.holds("create_outgoing") and not actor.is_subrogated:
        yield MenuGroup("", list(_new()))
    counts = counters(actor, actor.today)
    for tray in TRAYS.values():
        if tray.slug in counts:
            yield MenuGroup(tray.group_for(actor), [_item(tray, counts, request.path)])


def unread_of(actor) -> int:
    """What waits unread in Recibidos of a post that is not in use, for «Usuario:»; counted no further than it is shown."""
    rows = RECEIVED.members(actor).filter(RECEIVED.kind.unread).order_by().values("pk")
    return rows[:MENU_LIMIT].count()


def _new():
    try:
        yield MenuItem("NUEVO", reverse("documents:new"), primary=True)
    except NoReverseMatch:
        return


def _item(tray, counts, path):
    return MenuItem(tray.label, tray.url, unread=counts.get(f"{tray.slug}_unread"), total=counts[tray.slug],
                    current=path == tray.url)  # fmt: skip
