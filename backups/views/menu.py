"""«Respaldo de Documentos»: the menu of backups (backups §3.1)."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quipux import access


@access.servant
@require_safe
def menu(request):
    """The block «Solicitudes personales», which every servant has."""
    return render(request, "backups/menu.html", {"back_url": settings.SERVANT_HOME})
