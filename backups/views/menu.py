"""«Respaldo de Documentos»: the menu of backups (backups §3.1)."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backups import permissions
from quipux import access


@access.servant
@require_safe
def menu(request):
    """«Solicitudes personales», which every servant has, and «Solicitudes de la Institución» of an AIQ."""
    context = {"back_url": settings.SERVANT_HOME, "is_administrator": permissions.is_administrator(request.actor)}
    return render(request, "backups/menu.html", context)
