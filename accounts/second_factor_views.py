"""The second factor: asked at the door, activated at the door or in «Mi perfil» (accounts-portal §9.4)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import entering, second_factor, sessions
from accounts.password_forms import FactorForm, OwnFactorForm
from accounts.profile_views import tabs
from accounts.views import go_on
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Invalid, TooMany
from quipux.pdf.qr import qr_data_uri

SEED = "totp_seed"  # of the session, encrypted


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """The code, after the right password."""
    held = entering.held(request)
    if held is None or not second_factor.has(held.user):
        return redirect("accounts:login")
    form = FactorForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _proved(request, held.user, form):
        return go_on(request, held.user, held.following, is_proved=True)
    return render(request, "accounts/second_factor.html", {"form": form}, status=422 if form.is_bound else 200)


def _proved(request, user, form):
    try:
        right = second_factor.prove(user, form.cleaned_data["codigo"])
    except TooMany as error:
        form.add_error("codigo", error.message)
        right = False
    else:
        if not right:
            form.add_error("codigo", second_factor.WRONG)
    if not right:
        note(request, Event.SECOND_FACTOR, refused=True, user=user)
    return right


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_at_the_door(request):
    """The only page of who must have a second factor and has none after the time of grace."""
    held = entering.held(request)
    if held is None or second_factor.has(held.user):
        return redirect("accounts:login")
    form = FactorForm(request.POST if request.method == "POST" else None)
    return _enrol(request, held.user, form, "accounts/enrol_at_the_door.html", {}, after="accounts:continue_here")


@access.signed_in
@sensitive_post_parameters("clave", "codigo", "codigo_telefono")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request):
    """Activate the own second factor; an active one is said, and changed by activating another.

    Whoever finds a session open must not put the own telephone in the place of the person's.
    """
    context = {"tabs": tabs(request), "has_factor": second_factor.has(request.user)}
    form = OwnFactorForm(request.POST if request.method == "POST" else None, request=request)
    return _enrol(request, request.user, form, "accounts/profile/second_factor.html", context, after="accounts:profile")


def _enrol(request, user, form, template, context, *, after):
    sealed = request.session.setdefault(SEED, second_factor.new_seed())
    if form.is_valid() and (codes := _activated(request, user, sealed, form)):
        return render(request, "accounts/recovery_codes.html", {"codes": codes, "after": after})
    key, address = second_factor.shown(sealed, user)
    context |= {"form": form, "key": key, "qr": qr_data_uri(address)}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _activated(request, user, sealed, form):
    try:
        codes = second_factor.activate(request, user, sealed=sealed, code=form.cleaned_data["codigo"])
    except Invalid as error:
        form.add_error("codigo", error.message)
        return None
    if request.user.is_authenticated:  # at the door the next page asks before it closes another session
        sessions.end_all(user, but=request.session.get(sessions.KEY, ""))
    del request.session[SEED]
    request.session.cycle_key()
    entering.proved(request)
    messages.success(request, "El segundo factor está activo.")
    return codes
