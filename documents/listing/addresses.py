"""From the address of a list to what it lists."""

from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import QueryDict

from documents.listing.query import TrayQuery
from documents.models import Copy
from documents.trays import TRAYS, Tray
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotFound

BROKEN = "No pudimos leer la lista. Regrese a la bandeja e intente otra vez."


def tray_for(slug: str, actor) -> Tray:
    """The tray an actor asks for.

    Raises:
        NotFound: there is no such tray.
        Forbidden: the permission it needs is not held, or nobody shares a tray with the person.
    """
    tray = TRAYS.get(slug)
    if tray is None:
        raise NotFound("No encontramos esa bandeja.")
    if not tray.allows(actor) or (slug == "compartida" and not actor.chiefs):
        raise Forbidden("No tiene permiso para esta acción.")
    return tray


def list_of_address(address: str, actor) -> TrayQuery:
    """The list behind the address of a tray with its filters, as the actor sees it now.

    Args:
        address: path and query, as «/bandejas/recibidos/?texto=informe».

    Raises:
        Invalid: it is not the address of a tray, or a filter of it has a fault.
        Forbidden: the tray is not the actor's.
    """
    parts = urlsplit(address)
    tray = next((tray for tray in TRAYS.values() if tray.url == parts.path), None)
    if tray is None or parts.scheme or parts.netloc:
        raise Invalid(BROKEN)
    query = TrayQuery(tray_for(tray.slug, actor), actor, QueryDict(parts.query), clock.today())
    if not query.is_valid:
        raise Invalid(BROKEN)
    return query


def copies_of_address(address: str, actor) -> QuerySet[Copy]:
    """The copies that a list shows on all its pages together («los 143 de esta búsqueda»), each once.

    Args and errors: as in ``list_of_address``.
    """
    return list_of_address(address, actor).copies()
