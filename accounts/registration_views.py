"""`/ciudadanos/`: what a citizen may do, registering, and the link of the mail (accounts-portal §10.3)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import citizens, registrations
from accounts.registration_forms import RegistrationForm
from quipux import access, environments
from quipux.challenge.fields import wants_another
from quipux.errors import NotAllowedNow
from quipux.limits import services as limits
from quipux.web import errors

PER_NETWORK, PERIOD = 5, timedelta(hours=1)
MINUTES_CLOSED = 60


@access.public
@require_safe
def citizens_page(request):
    """«Soy ciudadano»; where all is practice, where citizens are attended instead."""
    closed = citizens.closed_door() if environments.is_practice() else ""
    return render(request, "accounts/citizens.html", {"closed": closed})


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """The form; who sends it is told the same, whoever the cédula belongs to (A-41)."""
    if environments.is_practice():
        raise NotAllowedNow(citizens.closed_door())
    form = _form(request)
    if not form.is_valid():
        return render(request, "accounts/register.html", {"form": form}, status=422 if form.is_bound else 200)
    network = limits.network(request.META.get("REMOTE_ADDR", ""))
    if limits.take("registration", network, limit=PER_NETWORK, period=PERIOD) is not None:
        return errors.too_many(request, minutes=MINUTES_CLOSED)
    registrations.request(form.applicant)
    return redirect("accounts:registration_asked")


def _form(request):
    """Bound when it is sent; «Otro código» shows another and keeps what was typed."""
    again = wants_another(request.POST)
    form = RegistrationForm(request.POST if request.method == "POST" and not again else None,
                            initial=request.POST.dict() if again else None)  # fmt: skip
    form.fields["codigo_mostrado"].ask(request)
    return form


@access.public
@require_safe
def registration_asked(request):
    return render(request, "accounts/registration_asked.html")


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_link(request, token):
    """The address of the mail: looking changes nothing, the button confirms."""
    found = registrations.of_link(token)
    if request.method == "POST":
        registrations.verify_email(found)
        messages.success(request, "Su correo está confirmado.")
        return redirect("accounts:registration_waits")
    response = render(request, "accounts/registration_link.html", {"found": found})
    response["Referrer-Policy"] = "no-referrer"
    return response


@access.public
@require_safe
def registration_waits(request):
    """What follows: somebody looks at the document."""
    return render(request, "accounts/registration_waits.html")
