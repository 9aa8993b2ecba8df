"""`/ciudadanos/atencion/`: the ventanilla attends a citizen in person: link, lost mail, data (accounts-portal §8.5, §10.2)."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import attending, lost_emails
from accounts.citizen_forms import CitizenDataForm, ContactProposalForm
from accounts.email_forms import LostEmailForm
from accounts.identity import clean, mask
from accounts.models import User
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow, TooMany
from quipux.limits import services as limits
from quipux.web.components import Column, Link
from quipux.web.forms import refuse
from quipux.web.menu import MenuGroup, MenuItem, register

FOUND = [Column("Persona"), Column("Identificación"), Column("Cuenta")]
LOOKUPS, HOUR = 60, timedelta(hours=1)


@register
def entry(request):
    """«Atender a un ciudadano», for who may create citizens."""
    if attending.may_attend(request.actor):
        url = reverse("institutions:attending")
        yield MenuGroup(
            "Bandeja de Entrada", [MenuItem("Atender a un ciudadano", url, current=request.path.startswith(url))]
        )


def _require_desk(request):
    if not attending.may_attend(request.actor):
        raise Forbidden(attending.NO_RIGHT)


@access.servant
@require_safe
def search(request):
    """Whom to attend: by the whole number of the document; nobody browses the citizens."""
    _require_desk(request)
    typed = request.GET.get("numero", "")
    rows = [[Link(one.full_name, reverse("institutions:attended", args=[one.uuid])), mask(one.identity_number),
             one.get_credential_display()] for one in _of_number(request, typed)] if typed else []  # fmt: skip
    return render(request, "institutions/attending/search.html", {"columns": FOUND, "rows": rows, "typed": typed})


def _of_number(request, typed):
    """Counted and logged: a list of numbers must not become a list of people."""
    if limits.take("identity_lookup", request.user.pk, limit=LOOKUPS, period=HOUR) is not None:
        raise TooMany("Ya consultó demasiadas identificaciones en esta hora. Intente más tarde.")
    rows = User.objects.filter(identity_number=clean(typed)).select_related("citizen").order_by("passport_country")
    found = [one for one in rows if attending.is_for_the_window(one)]
    note(request, Event.READ, kind="identity", uuid=found[0].uuid if found else None)
    return found


def _found(request, uuid) -> User:
    _require_desk(request)
    found = User.objects.filter(uuid=uuid).select_related("citizen").first()
    if found is None or not attending.is_for_the_window(found):
        raise Http404
    return found


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, uuid):
    """Her account and her data: written while she never entered, proposed from then on."""
    found = _found(request, uuid)
    if request.POST.get("accion") == "enlace":
        return _linked(request, found)
    form = _form(found, request.POST if request.method == "POST" else None)
    if form.is_valid() and _written(request, form, found):
        return redirect("institutions:attended", found.uuid)
    context = {"found": found, "form": form, "is_hers": attending.is_hers(found), "facts": _facts(found)}
    return render(request, "institutions/attending/person.html", context, status=422 if form.is_bound else 200)


def _form(found, posted):
    """Of who enters, a proposal; of the others, what is on file, but an address that she confirmed herself."""
    if attending.is_hers(found):
        return ContactProposalForm(posted)
    form = CitizenDataForm(posted, initial=CitizenDataForm.initial_of(found))
    if found.email_verified_at:
        del form.fields["correo"]
    return form


def _facts(found):
    name, _, domain = found.email.partition("@")
    return [(found.get_identity_kind_display(), mask(found.identity_number)), ("Cuenta", found.get_credential_display()),
            ("Correo", f"{name[:2]}•••@{domain}" if domain else "No consta"),
            ("Correo confirmado", "Sí" if found.verified_email else "No")]  # fmt: skip


def _linked(request, found):
    try:
        attending.send_link(found, actor=request.actor)
    except NotAllowedNow as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Se envió el enlace al correo que consta.")
    return redirect("institutions:attended", found.uuid)


def _written(request, form, found) -> bool:
    try:
        if isinstance(form, CitizenDataForm):
            attending.change(found, form.person, form.profile, actor=request.actor)
            messages.success(request, "Los datos se guardaron.")
        elif attending.propose(found, form.values, comment=form.cleaned_data["como"], actor=request.actor):
            messages.success(request, "La propuesta espera a un validador.")
        else:
            form.add_error(None, "No hay un dato distinto que proponer, o ya espera otra propuesta.")
            return False
    except NotAllowedNow as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


@access.servant
@sensitive_post_parameters("clave", "codigo_telefono")
@require_http_methods(["GET", "HEAD", "POST"])
def lost_email(request, uuid):
    """The new address of a citizen who lost hers, with the person and her document in front."""
    found = _found(request, uuid)
    form = LostEmailForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid() and _asked(form, found, request.actor):
        messages.success(request, "Se envió el enlace al correo nuevo. La persona debe confirmarlo.")
        return redirect("institutions:attended_lost_email", found.uuid)
    context = {"found": found, "form": form, "change": lost_emails.waiting_of(found), "may_approve": False}
    return render(request, "institutions/attending/lost_email.html", context, status=422 if form.is_bound else 200)


def _asked(form, found, actor) -> bool:
    try:
        attending.lost_email(found, form.cleaned_data["correo"], evidence=form.cleaned_data["evidencia"], actor=actor)
    except (Invalid, Conflict, Forbidden) as refusal:
        refuse(form, refusal)
        return False
    return True
