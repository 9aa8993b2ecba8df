"""The bar of acts above a tray (ui §7.3)."""

from collections.abc import Iterable
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
    if not listing.rows or (tray.bar_permission and not actor.holds(tray.bar_permission)):
        return None
    more = listing.total > len(listing.rows) and not listing.is_capped
    return bar_of(tray.acts, actor, listing.address, listing.params, whole=listing.total if more else None)


def bar_of(slugs: Iterable[str], actor, address: str, params, *, whole: int | None = None) -> Bar | None:
    """A bar with those of the acts that a person may do; None without any.

    Args:
        address, whole: as of `Bar`.
        params: of the address that was asked for.
    """
    offered = [] if actor.is_subrogated else [ACTS[slug] for slug in slugs if _is_offered(slug, actor)]
    buttons = [Button(act.label, reverse("documents:act", args=[act.slug])) for act in offered]
    notice = NOTHING_CHOSEN if params.get("aviso") == "seleccione" else ""
    return Bar(buttons, address, whole, notice) if buttons else None


def _is_offered(slug, actor) -> bool:
    return slug in ACTS and (not ACTS[slug].permission or actor.holds(ACTS[slug].permission))
