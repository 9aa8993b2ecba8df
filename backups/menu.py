"""The entry of the side menu."""

from django.urls import reverse

from quipux.web.menu import MenuGroup, MenuItem, register


@register
def entries(request):
    """«Respaldo de Documentos», for every public servant in the own context (backups §3.1)."""
    if request.actor.is_delegate:
        return
    url = reverse("backups:menu")
    label = "Mis Solicitudes" if request.actor.is_leaver else "Respaldo de Documentos"
    url = reverse("backups:own_list") if request.actor.is_leaver else url
    yield MenuGroup("Administración", [MenuItem(label, url, current=request.path.startswith("/respaldos/"))])
