"""One act on one request: a page with its reason, one service, back to the request (backups §2.3, §3.11)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from backups.admin.acts import ACTS, open_questions
from backups.admin.drawing import draw, require_operator
from backups.admin.finding import request_of
from backups.admin.pressing import ALREADY, Press
from quipux import access
from quipux.errors import Invalid, NotAllowedNow, NotFound


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, uuid, act):
    """Pausar, Reanudar, Reintentar, Ejecutar ahora, Eliminar, Responder, Extender vigencia."""
    chosen = ACTS.get(act)
    if chosen is None:
        raise NotFound("No encontramos esa acción.")
    actor = require_operator(request, chosen.slug)
    found, press = request_of(uuid), Press.of(request, chosen, uuid)
    if press.was_done():
        return _told(request, found, ALREADY)
    if not chosen.admits(found):
        raise NotAllowedNow(found.refusal_message())
    form = chosen.form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            told = press.once(lambda: chosen.carry_out(found, actor, form.cleaned_data))
        except Invalid as refusal:
            form.add_error(None, refusal.message)
        else:
            return _told(request, found, told)
    context = {"press": press.key,
               "found": found, "act": chosen, "form": form, "back_url": reverse("admin:sge:request", args=[found.uuid]),
               "question": open_questions(found).first() if chosen.slug == "responder" else None}  # fmt: skip
    return draw(request, "admin/backups/act.html", context, status=422 if form.errors else 200)


def _told(request, found, sentence):
    messages.success(request, sentence)
    return redirect("admin:sge:request", found.uuid)
