"""The search's entries in the side menu."""

from django.urls import reverse

from quipux.web.menu import MenuGroup, MenuItem


def menu_groups(request):
    if request.actor.is_leaver:
        return
    entries = [("Búsqueda Avanzada", "search_advanced"), ("Seguimiento de documentos", "follow")]
    if request.actor.holds("search_attached"):
        entries.append(("Búsqueda en adscritas", "search_attached"))
    yield MenuGroup("Otros", [_item(label, reverse(f"documents:{name}"), request.path) for label, name in entries])


def _item(label, url, path):
    return MenuItem(label, url, current=path == url)
