"""`/ciudadanos/correo-perdido/`: another e-mail with one's own certificate, without entering (accounts-portal §8.5)."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import signed_requests
from accounts.email_forms import SignedFileForm, SignedRequestForm
from quipux import access
from quipux.challenge.fields import wants_another
from quipux.errors import Conflict, Invalid, TooMany
from quipux.files.delivery import deliver
from quipux.limits import services as limits
from quipux.web import errors
from quipux.web.forms import refuse

PER_NETWORK, PERIOD = 5, timedelta(hours=1)
MINUTES_CLOSED = 60


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """The new address; the request to sign is made for it."""
    again = wants_another(request.POST)
    form = SignedRequestForm(request.POST if request.method == "POST" and not again else None,
                             initial=request.POST.dict() if again else None)  # fmt: skip
    form.fields["codigo_mostrado"].ask(request)
    if not form.is_valid():
        return render(request, "accounts/lost_email.html", {"form": form}, status=422 if form.is_bound else 200)
    if limits.take("signed_request", limits.network_of(request), limit=PER_NETWORK, period=PERIOD) is not None:
        return errors.too_many(request, minutes=MINUTES_CLOSED)
    return redirect("accounts:lost_email_sign", signed_requests.begin(form.cleaned_data["correo"]).uuid)


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, uuid):
    """Download, sign elsewhere, bring back."""
    made = signed_requests.open_one(uuid)
    form = SignedFileForm(request.POST, request.FILES) if request.method == "POST" else SignedFileForm()
    if form.is_valid() and _presented(form, made):
        return redirect("accounts:lost_email_presented")
    context = {"form": form, "made": made, "until": made.created_at + signed_requests.LIFE}
    return render(request, "accounts/lost_email_sign.html", context, status=422 if form.is_bound else 200)


def _presented(form, made) -> bool:
    try:
        signed_requests.present(made, form.cleaned_data["archivo"].read())
    except (Invalid, Conflict, TooMany) as refusal:
        refuse(form, refusal)
        return False
    return True


@access.public
@require_safe
def presented(request):
    """What follows."""
    return render(request, "accounts/lost_email_presented.html")


@access.public
@never_cache
@require_safe
def request_file(request, uuid):
    """The very PDF that has to be signed."""
    pdf = signed_requests.open_one(uuid).pdf
    return deliver(request, storage_alias="default", key=pdf.key, size=pdf.size, sha256=pdf.sha256,
                   filename="Cambio de correo.pdf", media_type=pdf.media_type, last_modified=pdf.created_at)  # fmt: skip
