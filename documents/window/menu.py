"""«Bandeja de Entrada» in the side menu: the entries of the window (documents §5.1, §11)."""

from django.urls import reverse

from documents import permissions
from documents.window.lists import LISTS
from quipux.web.menu import MenuGroup, MenuItem

GROUP = "Bandeja de Entrada"


def menu_groups(request):
    """Registrar and the lists; what the person may not do is not there."""
    actor = request.actor
    if actor.is_leaver:
        return
    entries = [("Registrar", reverse("documents:register"))] if permissions.can_register(actor) else []
    entries += [(one.label, reverse("documents:window_list", args=[one.slug])) for one in LISTS.values()
                if actor.holds(one.permission)]  # fmt: skip
    if actor.holds("use_physical_archive") or actor.holds("manage_physical_archive"):
        entries.append(("Archivo físico", reverse("documents:archive")))
    if entries:
        yield MenuGroup(GROUP, [MenuItem(label, url, current=request.path == url) for label, url in entries])
