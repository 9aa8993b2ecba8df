"""`/mi-perfil/`: what a person sees and changes of her own account (accounts-portal §9.3)."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import credentials, devices, lockout, sessions
from accounts.password_forms import CloseSessionsForm, OwnPasswordForm
from accounts.proof import is_fresh
from quipux import access
from quipux.accesslog.models import AccessEntry, Event
from quipux.accesslog.recording import note
from quipux.errors import Invalid, NotFound
from quipux.web.components import Column, Tab, Tag
from quipux.web.pagination import numbered

WRONG = "La contraseña actual no es correcta."
CLOSED = "Su cuenta ha sido bloqueada por seguridad. Por favor espere {} minutos."
_own_tabs: list[Callable] = []
ACCESS_COLUMNS = tuple(Column(label) for label in ("Fecha", "Evento", "Equipo", "Red", "Resultado"))


def register_tab(provider: Callable) -> None:
    """Let an upper app add a page to the profile.

    Args:
        provider: of a request, gives (label, address), or None where the page is not for this context.
    """
    if provider not in _own_tabs:
        _own_tabs.append(provider)


def tabs(request) -> list[Tab]:
    """The pages of the profile, the present one marked."""
    pages = (("Datos", "profile"), ("Correos", "own_emails"), ("Contraseña", "own_password"), ("Segundo factor", "own_second_factor"),
             ("Mis sesiones", "own_sessions"), ("Mis accesos", "own_accesses"),
             ("Preferencias", "own_preferences"))  # fmt: skip
    addresses = [(label, reverse(f"accounts:{name}")) for label, name in pages]
    addresses += filter(None, (provider(request) for provider in _own_tabs))
    return [Tab(label, address, current=address == request.path) for label, address in addresses]


@access.signed_in
@require_safe
def profile(request):
    """Who she is, as it is on file."""
    return render(request, "accounts/profile/data.html", {"tabs": tabs(request), "person": request.user})


@access.signed_in
@sensitive_post_parameters("actual", "nueva", "repetida")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    """Change the own password; the other sessions end."""
    form = OwnPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _changed(request, form):
        messages.success(request, "Su contraseña ha sido cambiada exitosamente.")
        response = redirect("accounts:own_password")
        devices.remember(request, response, lockout.gate_of(request, request.user.identity_number).account)
        return response
    context = {"tabs": tabs(request), "form": form}
    return render(request, "accounts/profile/password.html", context, status=422 if form.is_bound else 200)


def _changed(request, form):
    data = form.cleaned_data
    try:
        right = credentials.change_own(request, old=data["actual"], raw=data["nueva"])
    except Invalid as error:
        form.add_error("nueva", error.message)
        return False
    if not right:
        minutes = lockout.gate_of(request, request.user.identity_number).minutes_closed()
        form.add_error("actual", CLOSED.format(minutes) if minutes else WRONG)
    return right


@access.signed_in
@sensitive_post_parameters("clave", "codigo_telefono")
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request):
    """The open sessions; any of them can be closed, this one by leaving."""
    found, own = list(sessions.alive_of(request.user)), request.session.get(sessions.KEY, "")
    if request.method == "POST":
        return _close(request, found, own)
    context = {"tabs": tabs(request), "found": found, "own": own, "several": len(found) > 2}
    return render(request, "accounts/profile/sessions.html", context)


def _close(request, found, own):
    """Who finds a session open does not throw the owner out: the password is asked where the last proof is old (ASVS 7.5.2)."""
    rows, key = {str(row.uuid): row for row in found}, request.POST.get("sesion", "")
    if key not in {CloseSessionsForm.ALL, *rows}:
        raise NotFound("No encontramos esa sesión.")
    was_asked = is_fresh(request) or "clave" in request.POST
    form = CloseSessionsForm(request.POST if was_asked else None, initial={"sesion": key}, request=request)
    if form.is_valid():
        return _closed(request, key, own)
    context = {"form": form, "one": rows.get(key)}
    return render(request, "accounts/profile/session_closing.html", context, status=422 if was_asked else 200)


def _closed(request, key, own):
    if key == CloseSessionsForm.ALL:
        sessions.end_all(request.user, but=own)
        words = "Las demás sesiones se cerraron."
    else:
        sessions.end(request.user, key)
        words = "La sesión se cerró."
    note(request, Event.EXPULSION)
    messages.success(request, words)
    return redirect("accounts:own_sessions")


@access.signed_in
@require_safe
def own_accesses(request):
    """What was done and refused in her name, newest first."""
    page = numbered(AccessEntry.objects.by(request.user), request.GET, default=25)
    rows = [[entry.at, entry.get_event_display(), entry.device, entry.network, _result(entry)] for entry in page.rows]
    context = {"tabs": tabs(request), "page": page, "rows": rows, "columns": ACCESS_COLUMNS}
    return render(request, "accounts/profile/accesses.html", context)


def _result(entry):
    return Tag(entry.get_result_display(), "red" if entry.result == "refused" else "green")
