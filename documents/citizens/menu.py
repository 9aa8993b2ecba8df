"""The side menu of a citizen."""

from django.urls import reverse

from documents.citizens.listing import trays_of
from quipux.web.menu import MenuGroup, MenuItem, register_citizen


@register_citizen
def entries(request):
    """NUEVO for who signs, and the trays, without any entry of an office."""
    if request.actor.signs:
        yield MenuGroup("", [MenuItem("NUEVO", reverse("documents:citizen_letter_new"), primary=True)])
    items = [MenuItem(tray.label, tray.url, current=request.path == tray.url) for tray in trays_of(request.actor)]
    yield MenuGroup("Bandejas", items)
    url = reverse("accounts:signature_application")
    label = "Mi firma electrónica" if request.actor.signs else "Solicitar firma electrónica"
    data = reverse("accounts:own_data")
    yield MenuGroup("Otros", [MenuItem(label, url, current=request.path == url),
                              MenuItem("Mis datos", data, current=request.path == data)])  # fmt: skip
