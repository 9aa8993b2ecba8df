"""The search's entry in the side menu."""

from django.urls import reverse

from quipux.web.menu import MenuGroup, MenuItem


def menu_groups(request):
    if not request.actor.is_leaver:
        url = reverse("documents:search_advanced")
        yield MenuGroup("Otros", [MenuItem("Búsqueda Avanzada", url, current=request.path == url)])
