"""`/clave/…`: asking for a link, opening it, defining the password (accounts-portal §7.2, §7.3)."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import credentials, entering, links, passwords, recovery
from accounts.password_forms import LONGEST_TYPED, NewPasswordForm, RecoveryForm
from quipux import access
from quipux.challenge.fields import wants_another
from quipux.errors import Gone, Invalid, NotFound
from quipux.web import errors

LINK_KEY = "password_link"  # of the session: the digest of the link in use
MINUTES_CLOSED = 60


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request):
    """Ask for the link; the answer is the same page for everybody."""
    form = _recovery_form(request)
    if not form.is_valid():
        return render(request, "accounts/recover.html", {"form": form}, status=422 if form.is_bound else 200)
    if recovery.closes(request):
        return errors.too_many(request, minutes=MINUTES_CLOSED)
    recovery.ask(request, form.cleaned_data["cedula"])
    return redirect("accounts:recovery_asked")


def _recovery_form(request):
    again = wants_another(request.POST)
    form = RecoveryForm(request.POST if request.method == "POST" and not again else None,
                        initial={"cedula": request.POST.get("cedula", "")} if again else None)  # fmt: skip
    form.fields["codigo_mostrado"].ask(request, cost=recovery.cost(request))
    return form


@access.public
@require_safe
def recovery_asked(request):
    """What everybody is told, whoever asked and for whom."""
    return render(request, "accounts/recovery_asked.html")


@access.public
@never_cache
@require_safe
def password_link(request, token):
    """The address of the mail: keeps the link in the session and goes on without it; consumes nothing."""
    digest = links.digest_of(token)
    try:
        links.usable(digest)
    except Gone as error:
        response = errors.page(request, error.status, message=error.message)
    else:
        request.session.cycle_key()
        request.session[LINK_KEY] = digest
        response = redirect("accounts:new_password")
    response["Referrer-Policy"] = "no-referrer"
    return response


@access.public
@sensitive_post_parameters("nueva", "repetida")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request):
    """The new password, twice; without a usable link there is no form."""
    digest = request.session.get(LINK_KEY, "")
    link = links.usable(digest)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _defined(request, form, digest):
        messages.success(request, "Su contraseña ha sido cambiada exitosamente.")
        return redirect("accounts:login")
    context = {"form": form, "person": link.person}
    return render(request, "accounts/new_password.html", context, status=422 if form.is_bound else 200)


def _defined(request, form, digest):
    try:
        credentials.define_by_link(request, digest, form.cleaned_data["nueva"])
    except Invalid as error:
        form.add_error("nueva", error.message)
        return False
    del request.session[LINK_KEY]
    return True


@access.public
@sensitive_post_parameters("nueva", "repetida")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demanded_password(request):
    """Who gave the right password and was told to change it: another one first, then she enters with it (§5)."""
    held = entering.held(request)
    if held is None or entering.step_of(request, held.user, is_proved=held.is_proved) != "accounts:demanded_password":
        return redirect("accounts:login")
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _demanded(request, form, held.user):
        request.session.flush()
        messages.success(request, "Su contraseña ha sido cambiada exitosamente.")
        return redirect("accounts:login")
    return render(request, "accounts/demanded_password.html", {"form": form}, status=422 if form.is_bound else 200)


def _demanded(request, form, person):
    try:
        credentials.define_demanded(request, person, form.cleaned_data["nueva"])
    except Invalid as error:
        form.add_error("nueva", error.message)
        return False
    return True


@access.public
@sensitive_post_parameters("nueva")
@never_cache
@require_POST
def password_rules(request):
    """Which rules the password being typed meets already (§8.1); it is kept nowhere and changes nothing.

    Only of who is choosing one: inside, with a link of a mail, or told to change it at the door.
    """
    person = _chooser(request)
    if person is None:
        raise NotFound("No encontramos esa página.")
    return JsonResponse(passwords.met(request.POST.get("nueva", "")[:LONGEST_TYPED], person))


def _chooser(request):
    if request.user.is_authenticated:
        return request.user
    if held := entering.held(request):
        return held.user
    try:
        return links.usable(request.session.get(LINK_KEY, "")).person
    except Gone:
        return None
