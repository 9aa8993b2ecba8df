"""The entry of the reports in the side menu."""

from django.urls import reverse

from quipux.web.menu import MenuGroup, MenuItem


def menu_groups(request):
    """«Reportes», in the group «Otros»."""
    if request.actor.is_leaver:
        return
    url = reverse("documents:reports")
    yield MenuGroup("Otros", [MenuItem("Reportes", url, current=request.path.startswith(url))])
