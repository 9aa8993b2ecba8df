"""«Administración» of the side menu, for who administers (institutions §15)."""

from django.urls import reverse

from institutions.scope import is_administrator
from quipux.web.menu import MenuGroup, MenuItem, register

ENTRIES = (
    ("Áreas", "areas"),
    ("Servidores públicos", "people"),
    ("Permisos a usuarios", "permissions"),
    ("Subrogación de puesto", "delegations"),
    ("Desvinculaciones", "departures"),
    ("¿Quién puede hacer qué?", "who_may"),
)


@register
def administration(request):
    """Each entry only where its page may be opened; the address is guarded by itself."""
    if not is_administrator(request.actor):
        return
    urls = [(label, reverse(f"institutions:{name}")) for label, name in ENTRIES]
    yield MenuGroup(
        "Administración", [MenuItem(label, url, current=request.path.startswith(url)) for label, url in urls]
    )
