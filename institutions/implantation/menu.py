"""«Mi implantación», for the AIQ of an institution whose case is open."""

from django.urls import reverse

from institutions.implantation.querysets import case_of_actor
from quipux.web.menu import MenuGroup, MenuItem, register


@register
def entries(request):
    """Asked only of who administers an institution."""
    actor = request.actor
    if actor.is_leaver or not actor.holds("institutional_admin") or case_of_actor(actor) is None:
        return
    url = reverse("institutions:my_implantation")
    yield MenuGroup("Administración", [MenuItem("Mi implantación", url, current=request.path.startswith(url))])
