"""Entering, leaving, and where a person lands."""

from django.conf import settings
from django.contrib import auth, messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import citizens, devices, entering, lockout, sessions
from accounts.credentials import Herself
from accounts.forms import LoginForm
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.challenge.fields import wants_another
from quipux.errors import NotAllowedNow
from quipux.portal import contents
from quipux.portal.places import HOME


@access.public
@require_GET
def home(request):
    """The portal; whoever is in goes to the own tray."""
    if request.user.is_authenticated:
        return redirect(_landing(request))
    return render(request, "accounts/home.html", {"blocks": contents.shown(HOME)})


@access.public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def login(request):
    """Enter by cédula and password; the session id is renewed (S-05)."""
    following = request.POST.get("next") or request.GET.get("next", "")
    if request.user.is_authenticated:
        return redirect(_safe(request, following) or _landing(request))
    if request.method != "POST" or wants_another(request.POST):
        return _login_page(request, LoginForm(request, typed=request.POST.get("username", "")), following)
    form = LoginForm(request, request.POST, typed=request.POST.get("username", ""))
    if form.is_valid():
        return go_on(request, form.user, _safe(request, following) or "")
    if form.was_judged:
        entering.refuse(request, request.POST["username"], form.gate, is_closed=bool(form.minutes_closed))
    return _login_page(request, form, following)


def go_on(request, user, following, *, is_proved=False):
    """Let in, or ask what is still to be answered."""
    step = entering.step_of(request, user, is_proved=is_proved)
    if step is None:
        return let_in(request, user, following)
    entering.hold(request, user, following, is_proved=is_proved)
    return redirect(step)


def let_in(request, user, following):
    """The session is opened, and the device known from now on."""
    gate = lockout.gate_of(request, user.identity_number)
    entering.open_session(request, user, gate)
    response = redirect(following or "accounts:home")
    devices.remember(request, response, gate.account)
    return response


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def continue_here(request):
    """Another session is open: close it and go on here, or not (§5)."""
    held = entering.held(request)
    if held is None:
        return redirect("accounts:login")
    step = entering.step_of(request, held.user, is_proved=held.is_proved)
    if step not in (None, "accounts:continue_here"):
        return redirect(step)
    if request.method == "POST":
        if "continuar" in request.POST:
            return let_in(request, held.user, held.following)
        request.session.flush()
        return redirect("accounts:home")
    return render(request, "accounts/continue_here.html", {"other": sessions.elsewhere(request, held.user)})


def _login_page(request, form, following):
    """The form, empty (200), refused (422) or closed for a while (429)."""
    status = form.status if form.is_bound else 200
    response = render(request, "accounts/login.html", {"form": form, "next": following}, status=status)
    if form.minutes_closed:
        response["Retry-After"] = str(form.minutes_closed * 60)
    return response


def _safe(request, url):
    """``url`` if it is a path of this site, else nothing (S-07)."""
    own = url.startswith("/") and url_has_allowed_host_and_scheme(url, None, require_https=not settings.DEBUG)
    return url if own else None


def _landing(request):
    if request.actor is None:
        return reverse("admin:index") if request.user.is_staff else reverse("accounts:no_context")
    if request.actor.is_citizen:
        return settings.CITIZEN_HOME
    return settings.LEAVER_HOME if request.actor.is_leaver else settings.SERVANT_HOME


@access.signed_in
@require_POST
def logout(request):
    """Leave; the browser is told to forget what it kept (safety §2.2).

    Not its cookies: the session's is deleted, and the one that says the device is known must outlive it.
    """
    note(request, Event.LOGOUT)
    sessions.end(request.user, request.session.get(sessions.KEY))
    auth.logout(request)
    response = redirect("accounts:home")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def no_context(request):
    """A person without any context («Sin puesto activo»), who may go on as a citizen; with one, there is nothing to do here."""
    if request.actor is not None:
        return redirect("accounts:home")
    if request.method == "POST":
        return _on_as_citizen(request)
    person = request.user
    may = citizens.may_open_own_profile(person)
    context = {"last_institutions": _last_institutions(person), "may_become_citizen": may,
               "lacks_address": not (may or person.is_staff or hasattr(person, "citizen"))}  # fmt: skip
    return render(request, "accounts/no_context.html", context)


def _on_as_citizen(request):
    try:
        citizens.open_own_profile(request.user, actor=Herself(request.user))
    except NotAllowedNow as refusal:
        messages.error(request, refusal.message)
        return redirect("accounts:no_context")
    messages.success(request, "Su perfil de ciudadano está activo.")
    return redirect("accounts:home")


def _last_institutions(user):
    """Names and mailboxes of the last three, without the same one twice."""
    rows = user.appointments.order_by("-ends_on", "-pk").values_list("institution__name", "institution__support_email")
    return list(dict.fromkeys(rows))[:3]
