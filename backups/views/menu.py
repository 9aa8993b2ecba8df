"""«Respaldo de Documentos»: the menu of backups (backups §3.1)."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backups import dashboard, permissions
from quipux import access


@access.titular
@require_safe
def menu(request):
    """«Solicitudes personales», which every servant has, and «Solicitudes de la Institución» of an AIQ."""
    actor = request.actor
    board = dashboard.institution_board(actor) if permissions.is_administrator(actor) else None
    context = {
        "back_url": settings.SERVANT_HOME, "card": dashboard.owner_card(actor), "board": board,
        "state_columns": dashboard.STATE_COLUMNS, "left_columns": dashboard.LEFT_COLUMNS,
    }  # fmt: skip
    return render(request, "backups/menu.html", context)
