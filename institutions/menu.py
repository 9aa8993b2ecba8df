"""«Administración» of the side menu, for who administers (institutions §15)."""

from django.urls import reverse

from institutions.scope import is_administrator, is_whole
from quipux.web.menu import MenuGroup, MenuItem, register

WHOLE = (
    ("Institución", "data"),
    ("Plantillas y catálogos", "catalogue"),
    ("Reorganización", "reorganisations"),
    ("Custodia", "custodies"),
)  # only for who administers all of it
ENTRIES = (
    ("Áreas", "areas"),
    ("Servidores públicos", "people"),
    ("Permisos a usuarios", "permissions"),
    ("Listas", "lists"),
    ("Subrogación de puesto", "delegations"),
    ("Desvinculaciones", "departures"),
    ("Importar", "imports"),
    ("Soporte", "support_cases"),
    ("Reportes de la institución", "reports"),
    ("¿Quién puede hacer qué?", "who_may"),
)

ARGUMENTS = {"catalogue": ("puestos",)}


@register
def administration(request):
    """Each entry only where its page may be opened; the address is guarded by itself."""
    if not is_administrator(request.actor):
        if not request.actor.is_leaver:
            yield MenuGroup("Otros", list(_of_everybody(request)))
        return
    entries = (*WHOLE, *ENTRIES) if is_whole(request.actor) else ENTRIES
    urls = [(label, reverse(f"institutions:{name}", args=ARGUMENTS.get(name, ()))) for label, name in entries]
    yield MenuGroup(
        "Administración", [MenuItem(label, url, current=request.path.startswith(url)) for label, url in urls]
    )


def _of_everybody(request):
    """What needs no right to administer; «Soporte» is for who holds 104."""
    entries = [("Mis listas", "own_lists")] + [("Soporte", "support_cases")] * request.actor.holds("support_level1")
    entries += [("Reportes de la institución", "reports")] * request.actor.holds("reports")
    entries += [("Desvinculaciones", "departures")] * (getattr(request.actor.appointment, "profile", "") == "jefe")
    for label, name in entries:
        url = reverse(f"institutions:{name}")
        yield MenuItem(label, url, current=request.path.startswith(url))
