"""The side menu of a citizen."""

from documents.citizens.listing import trays_of
from quipux.web.menu import MenuGroup, MenuItem, register_citizen


@register_citizen
def entries(request):
    """The trays, without any entry of an office."""
    items = [MenuItem(tray.label, tray.url, current=request.path == tray.url) for tray in trays_of(request.actor)]
    yield MenuGroup("Bandejas", items)
