"""The trays of the side menu, with their counters, the search and the reports."""

from django.urls import reverse

from documents.reports import menu as reports
from documents.search import menu as search
from documents.trays import menu as trays
from documents.window import menu as window
from institutions.actors import register_unread
from institutions.scope import is_administrator, is_whole
from quipux.web.menu import MenuGroup, MenuItem, register


def folders(request):
    """«Carpetas Virtuales», for every servant."""
    if not request.actor.is_leaver:
        url = reverse("documents:folders")
        yield MenuGroup("Otros", [MenuItem("Carpetas Virtuales", url, current=request.path == url)])


def paper(request):
    """«Despachos», for who posts or opens the window; «Devolución», for the window."""
    actor = request.actor
    if actor.is_leaver:
        return
    if actor.holds("register_incoming"):
        yield MenuGroup("Bandeja de Entrada", [_entry("Devolución", "returns", request.path)])
    if actor.holds("print_dispatch") or actor.holds("register_incoming"):
        yield MenuGroup("Otros", [_entry("Despachos", "dispatches", request.path)])


def numbering(request):
    """«Numeración», for who administers, and what the whole institution decides."""
    if is_administrator(request.actor):
        entries = [
            _entry("Numeración", "numbering", request.path),
            _entry("Correcciones", "corrections", request.path),
        ]
        if is_whole(request.actor):
            entries += [
                _entry("Tipos de documento", "types", request.path),
                _entry("Metadatos", "headings", request.path),
                _entry("Ajustes de documentos", "choices", request.path),
            ]
        yield MenuGroup("Administración", entries)


def _entry(label, name, path):
    url = reverse(f"documents:{name}")
    return MenuItem(label, url, current=path.startswith(url))


register_unread(trays.unread_of)
register(trays.menu_groups)
register(window.menu_groups)
register(search.menu_groups)
register(reports.menu_groups)
register(folders)
register(paper)
register(numbering)
