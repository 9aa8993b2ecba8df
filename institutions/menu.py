"""«Administración» of the side menu, for who administers (institutions §15)."""

from django.urls import reverse

from institutions.scope import is_administrator, is_whole
from quipux.web.menu import MenuGroup, MenuItem, register

WHOLE = (("Institución", "data"),)  # only for who administers all of it
ENTRIES = (
    ("Áreas", "areas"),
    ("Servidores públicos", "people"),
    ("Permisos a usuarios", "permissions"),
    ("Listas", "lists"),
    ("Subrogación de puesto", "delegations"),
    ("Desvinculaciones", "departures"),
    ("Importar", "imports"),
    ("¿Quién puede hacer qué?", "who_may"),
)


@register
def administration(request):
    """Each entry only where its page may be opened; the address is guarded by itself."""
    if not is_administrator(request.actor):
        if not request.actor.is_leaver:
            url = reverse("institutions:own_lists")
            yield MenuGroup("Otros", [MenuItem("Mis listas", url, current=request.path.startswith(url))])
        return
    entries = (*WHOLE, *ENTRIES) if is_whole(request.actor) else ENTRIES
    urls = [(label, reverse(f"institutions:{name}")) for label, name in entries]
    yield MenuGroup(
        "Administración", [MenuItem(label, url, current=request.path.startswith(url)) for label, url in urls]
    )
