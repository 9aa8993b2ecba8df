"""Saved filters: a named query of a tray, one's own or shared in the área (documents §5.3)."""

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Q

from documents.models import SavedFilter
from quipux.errors import Invalid, NotFound

MOST = 20  # per appointment
OF_A_MOMENT = ("cursor", "aviso", "volver", "contar", "vencidos", "filtro", "vista", "hecho")


def offered_filters(actor, tray_slug: str):
    """The filters a person finds in a tray: one's own, and those colleagues of the área share."""
    post = actor.appointment
    own = Q(appointment=post) | Q(is_shared=True, appointment__area=post.area_id)
    return SavedFilter.objects.filter(own, tray=tray_slug).order_by("name", "pk")


@transaction.atomic
def save_filter(*, actor, tray_slug: str, name: str, query: str, is_shared: bool = False) -> SavedFilter:
    """Keep the query of a list under a name; the same name again replaces it.

    Args:
        query: the query string of the list's address, with or without «?».

    Raises:
        Invalid: no name, nothing to keep, too long, or the person has MOST already.
    """
    post, name = actor.appointment, " ".join(name.split())
    pairs = [(key, value) for key, value in parse_qsl(query.lstrip("?")) if key not in OF_A_MOMENT]
    text = urlencode(pairs)
    if not name or len(name) > 60:
        raise Invalid("Escriba un nombre de hasta 60 letras para el filtro.")
    if not text or len(text) > 1000:
        raise Invalid("Primero filtre la lista; después guarde el filtro.")
    type(post).objects.select_for_update().get(pk=post.pk)
    others = SavedFilter.objects.filter(appointment=post).exclude(tray=tray_slug, name=name)
    if others.count() >= MOST:
        raise Invalid(f"Ya tiene {MOST} filtros guardados. Borre uno para guardar otro.")
    return SavedFilter.objects.update_or_create(appointment=post, tray=tray_slug, name=name, defaults={
        "query": text, "is_shared": is_shared})[0]  # fmt: skip


@transaction.atomic
def open_with(pk: int, *, actor, is_default: bool) -> SavedFilter:
    """Say whether the tray opens with this filter; of several of a tray, only the last chosen does.

    Raises:
        NotFound: it is not the person's.
    """
    found = _own(pk, actor)
    type(actor.appointment).objects.select_for_update().get(pk=actor.appointment.pk)
    SavedFilter.objects.filter(appointment=actor.appointment, tray=found.tray).update(is_default=False)
    SavedFilter.objects.filter(pk=found.pk).update(is_default=is_default)
    return found


def forget_filter(pk: int, *, actor) -> SavedFilter:
    """Delete a filter of one's own.

    Raises:
        NotFound: it is not the person's.
    """
    found = _own(pk, actor)
    SavedFilter.objects.filter(pk=found.pk).delete()
    return found


def _own(pk, actor):
    found = SavedFilter.objects.filter(pk=pk, appointment=actor.appointment).first()
    if found is None:
        raise NotFound("No encontramos ese filtro.")
    return found
