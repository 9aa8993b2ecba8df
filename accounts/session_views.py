"""A session that is about to end, and the text of one that ended (accounts-portal §9.1)."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from quipux import access, clock
from quipux.web import stale


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def keep_session(request):
    """Until when the session lasts, in words; «Continuar» begins its time anew, as every request does."""
    if request.method != "POST":
        return render(request, "accounts/keep_session.html", {"ends_at": request.session_ends_at})
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"segundos": _seconds(request.session_ends_at)})
    messages.success(request, "Su sesión continúa.")
    return redirect("accounts:keep_session")


def _seconds(instant):
    return max(0, int((instant - clock.now()).total_seconds())) if instant else None


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def kept_text(request):
    """What somebody typed before her session ended; another person sees nothing of it."""
    if request.method == "POST":
        request.session.pop(stale.KEPT, None)
        return redirect("accounts:home")
    kept = request.session.get(stale.KEPT)
    own = kept if kept and kept["person"] == str(request.user.uuid) else None
    context = {"kept": bool(own), "typed": own["typed"] if own else [], "page": own["page"] if own else ""}
    return render(request, "accounts/kept_text.html", context)
