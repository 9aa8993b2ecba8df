"""`/ciudadanos/registros/`: the ventanilla validates in person who registered on the portal (accounts-portal §10.3)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.identity import InvalidIdentity, clean, validate_cedula
from accounts.identity_source import asking
from accounts.models import IdentityKind, Registration
from accounts.models.registrations import AT_THE_DESK, RegistrationState
from accounts.registration_forms import ValidationForm
from institutions.admin.people import TRAIL, decided, registration_facts, trail
from quipux import access
from quipux.errors import Forbidden
from quipux.web.components import Column, Link
from quipux.web.menu import MenuGroup, MenuItem, register

COLUMNS = [Column(label) for label in ("Registro", "Persona", "Ciudad", "Pedido el")]


def _attends(actor) -> bool:
    """Who may create citizens; a training tenant sees nobody of production (institutions §12.8)."""
    return actor.holds(AT_THE_DESK) and not actor.is_training


@register
def entry(request):
    """«Registros de ciudadanos», for who may create citizens."""
    if _attends(request.actor):
        url = reverse("institutions:registrations")
        yield MenuGroup(
            "Bandeja de Entrada", [MenuItem("Registros de ciudadanos", url, current=request.path.startswith(url))]
        )


@access.servant
@require_safe
def registrations(request):
    """Whom to look at: by the number on the document that the person shows; nobody browses the others."""
    _require_desk(request)
    typed = request.GET.get("numero", "")
    waiting = Registration.objects.filter(state=RegistrationState.TO_VALIDATE, identity_number=_canonical(typed))
    rows = [[Link(str(one), reverse("institutions:registration", args=[one.uuid])), one.full_name, one.city, one.created_at]
            for one in waiting] if typed else []  # fmt: skip
    return render(request, "institutions/registrations.html", {"columns": COLUMNS, "rows": rows, "typed": typed})


def _canonical(typed):
    try:
        return validate_cedula(typed)
    except InvalidIdentity:
        return clean(typed).upper()


def _require_desk(request):
    if not _attends(request.actor):
        raise Forbidden("No tiene permiso para esta acción.")


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request, uuid):
    """One registration, with the person in front."""
    _require_desk(request)
    found = Registration.objects.filter(uuid=uuid, state=RegistrationState.TO_VALIDATE).first()
    if found is None:
        raise Http404
    is_question = asking.asks(request)
    question = (
        asking.asked(request, found.identity_number, actor=request.actor)
        if is_question
        else asking.open_to(request.actor)
    )
    form = ValidationForm(request.POST if request.method == "POST" and not is_question else None)
    if form.is_bound and decided(found, form, request.POST.get("accion"), request.actor):
        messages.success(request, f"El {str(found)[0].lower()}{str(found)[1:]} quedó atendido.")
        return redirect("institutions:registrations")
    context = {
        "found": found,
        "form": form,
        "forms": [form, *([question.form] if question else [])],
        "question": question if found.identity_kind == IdentityKind.CEDULA else None,
        "rows": registration_facts(found),
        "known": None,  # only a validador sets people apart
        "columns": TRAIL,
        "entries": trail(found),
    }
    status = 422 if form.is_bound else question.status if question else 200
    return render(request, "institutions/registration.html", context, status=status)
