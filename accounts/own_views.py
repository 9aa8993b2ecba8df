"""«Preferencias», «Proponer cambio» and «Descargar mis datos» (accounts-portal §9.3)."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import data_changes, holdings
from accounts.credentials import Herself
from accounts.models.registrations import ChangeState
from accounts.own_forms import PreferencesForm
from accounts.profile_views import tabs
from accounts.registration_forms import ProposalForm
from quipux import access, clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Conflict, Invalid, NotFound, TooMany
from quipux.limits import services as limits

KINDS = {"json": (holdings.as_json, "application/json; charset=utf-8"), "pdf": (holdings.as_pdf, "application/pdf")}
PER_HOUR, HOUR = 5, timedelta(hours=1)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """How she wants Quipux to behave; the context in which she enters is one of those she has."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=request.user,
                           contexts=request.actor.contexts if request.actor else [])  # fmt: skip
    if form.is_valid():
        form.save()
        messages.success(request, "Sus preferencias se guardaron.")
        return redirect("accounts:own_preferences")
    context = {"tabs": tabs(request), "form": form}
    return render(request, "accounts/profile/preferences.html", context, status=422 if form.is_bound else 200)


@access.signed_in
@require_POST
def download(request):
    """What is held about her, made now and kept nowhere; it leaves an entry in «Mis accesos»."""
    make, media_type = KINDS.get(request.POST.get("formato", ""), (None, ""))
    if make is None:
        raise NotFound("Elija JSON o PDF.")
    if limits.take("own_holdings", request.user.pk, limit=PER_HOUR, period=HOUR) is not None:
        raise TooMany("Ya descargó sus datos cinco veces en esta hora. Intente más tarde.")
    content = make(request.user)
    note(request, Event.EXPORT, size=len(content))
    name = f"mis-datos-{clock.today().isoformat()}.{request.POST['formato']}"
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request):
    """«Proponer cambio»: names and cédula wait for a validador (§2.2, §10.4); only one waits at a time."""
    change = request.user.data_changes.filter(state=ChangeState.PENDING).first()
    if request.method == "POST" and request.POST.get("accion") == "retirar":
        return _withdrawn(request, change)
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _proposed(request, form):
        messages.success(request, data_changes.OPEN)
        return redirect("accounts:own_proposal")
    waiting = [(data_changes.PROPOSED[name], value) for name, value in change.proposed.items()] if change else []
    context = {"form": form, "change": change, "waiting": waiting}
    return render(request, "accounts/profile/propose.html", context, status=422 if form.is_bound else 200)


def _proposed(request, form) -> bool:
    try:
        data_changes.propose(request.user, form.values, actor=Herself(request.user))
    except (Invalid, Conflict) as refusal:
        form.add_error("cedula" if getattr(refusal, "fields", None) else None, refusal.message)
        return False
    return True


def _withdrawn(request, change):
    if change is None:
        raise NotFound("No hay un cambio pendiente.")
    data_changes.withdraw(change, actor=Herself(request.user))
    messages.success(request, "El cambio quedó retirado.")
    return redirect("accounts:own_proposal")
