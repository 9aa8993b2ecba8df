"""The trays of the side menu, with their counters, the search and the reports."""

from django.urls import reverse

from documents.reports import menu as reports
from documents.search import menu as search
from documents.trays import menu as trays
from quipux.web.menu import MenuGroup, MenuItem, register


def folders(request):
    """«Carpetas Virtuales», for every servant."""
    if not request.actor.is_leaver:
        url = reverse("documents:folders")
        yield MenuGroup("Otros", [MenuItem("Carpetas Virtuales", url, current=request.path == url)])


register(trays.menu_groups)
register(search.menu_groups)
register(reports.menu_groups)
register(folders)
