"""«Correos» of «Mi perfil», and the links of its mails (accounts-portal §8.4)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import email_changes, email_confirming, email_links
from accounts.email_forms import OwnEmailForm
from accounts.models import EmailUse
from accounts.profile_views import tabs
from quipux import access
from quipux.errors import Invalid, NotFound, TooMany
from quipux.web.forms import refuse


@access.signed_in
@sensitive_post_parameters("clave", "codigo_telefono")
@require_http_methods(["GET", "HEAD", "POST"])
def own_emails(request):
    """The two addresses, what waits to be confirmed, and asking for another."""
    if request.method != "POST":
        return _page(request, OwnEmailForm(request=request))
    act = {"cambiar": _ask, "retirar": _withdraw, "quitar": _remove}.get(request.POST.get("accion"))
    if act is None:
        raise NotFound("No encontramos esa acción.")
    return act(request)


def _ask(request):
    form = OwnEmailForm(request.POST, request=request)
    if form.is_valid():
        try:
            email_changes.ask(request, form.cleaned_data["correo"], use=form.cleaned_data["uso"])
        except (Invalid, TooMany) as error:
            refuse(form, error)
        else:
            messages.success(request, "Revise el correo nuevo: le llegará un enlace para confirmarlo.")
            return redirect("accounts:own_emails")
    return _page(request, form)


def _withdraw(request):
    if not email_changes.withdraw(request.user, _uuid(request.POST.get("cambio", ""))):
        raise NotFound("No encontramos ese cambio.")
    messages.success(request, "El cambio quedó retirado.")
    return redirect("accounts:own_emails")


def _uuid(text):
    """``text`` if it is the key of something, else one that is nothing's."""
    return text if len(text) == 36 and set(text) <= set("0123456789abcdef-") else None


def _remove(request):
    email_changes.remove_personal(request)
    messages.success(request, "El correo personal se quitó.")
    return redirect("accounts:own_emails")


def _page(request, form):
    person = request.user
    context = {
        "tabs": tabs(request), "form": form, "person": person, "changes": person.email_changes.open().order_by("use"),
        "rows": [("Principal", _said(person.email, person.verified_email)),
                 ("Personal", _said(person.personal_email, person.personal_email))],
    }  # fmt: skip
    return render(request, "accounts/profile/emails.html", context, status=422 if form.is_bound else 200)


def _said(address, usable):
    if not address:
        return "Sin correo"
    return address if usable else f"{address} (sin confirmar, o de una institución que dejó)"


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request, token):
    """The link at the new address: looking changes nothing, the button confirms."""
    if request.method == "POST":
        change = email_confirming.confirm(request, token)
        return _leave(request, "accounts/email_confirmed.html", {"change": change})
    change = email_links.to_confirm(token)
    return _leave(request, "accounts/email_confirm.html", {"change": change})


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def disown_email(request, token):
    """«No fui yo»: looking changes nothing, the button stops or undoes the change."""
    if request.method == "POST":
        change = email_changes.disown(request, token)
        return _leave(request, "accounts/email_disowned.html", {"change": change, "own": change.way == "own"})
    change = email_links.to_disown(token)
    is_principal = change.use == EmailUse.PRINCIPAL
    return _leave(request, "accounts/email_disown.html", {"change": change, "is_principal": is_principal})


def _leave(request, template, context):
    """A page whose address is a secret: it is told to nobody."""
    response = render(request, template, context)
    response["Referrer-Policy"] = "no-referrer"
    return response
