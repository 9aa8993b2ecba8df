"""The bar of acts above a tray (ui §7.3)."""

from dataclasses import dataclass

from django.urls import reverse

from documents.acts import ACTS

NOTHING_CHOSEN = "Seleccione al menos un documento."


@dataclass(frozen=True)
class Button:
    label: str
    url: str


@dataclass(frozen=True)
class Bar:
    """What may be done with the ticked rows.

    Attributes:
        address: of the list, to come back to and to name all its rows.
        whole: how many rows «los 143 de esta búsqueda» are; None where the page shows them all, or nobody counted.
        notice: why the last press did nothing.
    """

    buttons: list[Button]
    address: str
    whole: int | None = None
    notice: str = ""


def bar_for(listing) -> Bar | None:
    """The bar of a ``TrayList``; None where the tray has no acts for this person, or no rows."""
    tray, actor = listing.tray, listing.actor
    if actor.is_subrogated or not listing.rows or (tray.bar_permission and not actor.holds(tray.bar_permission)):
        return None
    buttons = [
        Button(ACTS[slug].label, reverse("documents:act", args=[slug]))
        for slug in tray.acts
        if _is_offered(slug, actor)
    ]
    if not buttons:
        return None
    more = listing.total > len(listing.rows) and not listing.is_capped
    notice = NOTHING_CHOSEN if listing.params.get("aviso") == "seleccione" else ""
    return Bar(buttons, listing.address, listing.total if more else None, notice)


def _is_offered(slug, actor) -> bool:
    return slug in ACTS and (not ACTS[slug].permission or actor.holds(ACTS[slug].permission))
