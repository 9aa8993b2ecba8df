"""«Por confirmar»: what one operator asked for and another confirms or refuses (T20, backups §2.5)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from backups.admin.drawing import draw, require_operator
from backups.admin.keys import row_or_404
from backups.models import PendingAct
from backups.services import second_looks
from quipux import access
from quipux.errors import NotFound

DONE = {"confirmar": "El acto fue confirmado y ejecutado.", "rechazar": "El acto fue rechazado; nada cambió."}
SERVICES = {"confirmar": second_looks.confirm, "rechazar": second_looks.reject}


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def pending_acts(request):
    """The acts that wait; each with its two answers."""
    if request.method == "POST":
        return _answer(request)
    rows = (
        PendingAct.objects.filter(answered_at=None).select_related("request", "night", "asked_by").order_by("asked_at")
    )
    return draw(request, "admin/backups/pending_acts.html", {"waiting": rows, "own": request.user.pk})


def _answer(request):
    actor, answer = require_operator(request, "segunda-firma"), request.POST.get("respuesta", "")
    act = row_or_404(PendingAct.objects.all(), request.POST.get("acto", ""))
    if answer not in SERVICES:
        raise NotFound("No encontramos esa respuesta.")
    SERVICES[answer](act, actor=actor)
    messages.success(request, DONE[answer])
    return redirect("admin:sge:pending_acts")
