"""«Mi implantación», for the AIQ of an institution whose case is open, and «Cambio de AIQ» in production."""

from django.urls import reverse

from institutions.implantation.querysets import case_of_actor
from quipux.web.menu import MenuGroup, MenuItem, register


@register
def entries(request):
    """Asked only of who administers an institution."""
    actor = request.actor
    if actor.is_leaver or actor.is_delegate or not actor.holds("institutional_admin"):
        return
    if not actor.is_training:
        url = reverse("institutions:aiq_change")
        yield MenuGroup("Administración", [MenuItem("Cambio de AIQ", url, current=request.path == url)])
    if case_of_actor(actor) is None:
        return
    url = reverse("institutions:my_implantation")
    yield MenuGroup("Administración", [MenuItem("Mi implantación", url, current=request.path.startswith(url))])
