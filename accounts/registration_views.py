"""`/ciudadanos/`: what a citizen may do, registering, and the link of the mail (accounts-portal §10.3)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import citizens, registration_proofs, registrations
from accounts.email_forms import SignedFileForm
from accounts.models.registrations import RegistrationState
from accounts.registration_forms import ConfirmationForm, RegistrationForm
from quipux import access, environments
from quipux.challenge.fields import wants_another
from quipux.errors import Conflict, Invalid, NotAllowedNow, TooMany
from quipux.files.delivery import deliver
from quipux.limits import services as limits
from quipux.web import errors
from quipux.web.forms import refuse

PER_NETWORK, PERIOD = 5, timedelta(hours=1)
MINUTES_CLOSED = 60
WAITING = "registration"  # of the session: the one she just confirmed, which she may sign


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
    form = ConfirmationForm(
        request.POST if request.method == "POST" else None, asks_birth=registration_proofs.asks_birth(found)
    )
    if form.is_valid():
        return _confirmed(request, found, form.cleaned_data.get("nacimiento"))
    response = render(request, "accounts/registration_link.html", {"found": found, "form": form},
                      status=422 if form.is_bound else 200)  # fmt: skip
    response["Referrer-Policy"] = "no-referrer"
    return response


def _confirmed(request, found, born):
    found = registration_proofs.confirm(found, born=born)
    messages.success(request, "Su correo está confirmado.")
    if found.state == RegistrationState.ACTIVE:
        return redirect("accounts:registration_done")
    request.session[WAITING] = str(found.uuid) if found.request_file_id else ""
    return redirect("accounts:registration_waits")


@access.public
@require_safe
def registration_waits(request):
    """What follows: somebody looks at the document, or she signs the request herself."""
    return render(request, "accounts/registration_waits.html", {"to_sign": request.session.get(WAITING)})


@access.public
@require_safe
def registration_done(request):
    """Her identity is proved: the mail with the link of the password is on its way."""
    return render(request, "accounts/registration_done.html")


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_sign(request, uuid):
    """Download the request, sign it elsewhere, bring it back."""
    found = registration_proofs.open_one(uuid)
    form = SignedFileForm(request.POST, request.FILES) if request.method == "POST" else SignedFileForm()
    if form.is_valid() and _presented(form, found):
        return redirect("accounts:registration_done")
    context = {"form": form, "found": found}
    return render(request, "accounts/registration_sign.html", context, status=422 if form.is_bound else 200)


def _presented(form, found) -> bool:
    try:
        registration_proofs.present(found, form.cleaned_data["archivo"].read())
    except (Invalid, Conflict, TooMany) as refusal:
        refuse(form, refusal)
        return False
    return True


@access.public
@never_cache
@require_safe
def registration_file(request, uuid):
    """The very PDF that has to be signed."""
    stored = registration_proofs.open_one(uuid).request_file
    return deliver(request, storage_alias="default", key=stored.key, size=stored.size, sha256=stored.sha256,
                   filename="Solicitud de registro.pdf", media_type=stored.media_type,
                   last_modified=stored.created_at)  # fmt: skip
