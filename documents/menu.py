"""The trays of the side menu, with their counters, the search and the reports."""

from django.urls import reverse

from documents.permissions import can_create
from documents.reports import menu as reports
from documents.search import menu as search
from documents.trays import menu as trays
from quipux.web.menu import MenuGroup, MenuItem, register


def folders(request):
    """«Carpetas Virtuales», for every servant."""
    if not request.actor.is_leaver:
        url = reverse("documents:folders")
        yield MenuGroup("Otros", [MenuItem("Carpetas Virtuales", url, current=request.path == url)])


def new_document(request):
    """«NUEVO», for who may create documents."""
    if can_create(request.actor):
        url = reverse("documents:new")
        yield MenuGroup("Bandejas", [MenuItem("NUEVO", url, current=request.path == url, primary=True)])


register(trays.menu_groups)
register(new_document)
register(search.menu_groups)
register(reports.menu_groups)
register(folders)
