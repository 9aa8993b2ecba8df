"""Validaciones: registrations, changes of data and merges of people (accounts-portal §10.3, §10.4, §10.6, §12)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import data_changes, registrations
from accounts.identity import mask
from accounts.identity_source import asking
from accounts.models import IdentityKind, PersonChange, Registration
from accounts.models.registrations import VALIDATE, ChangeState, RegistrationState
from accounts.registration_forms import ChangeDecisionForm, ValidationForm
from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Conflict, Invalid
from quipux.history.models import Entry
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

REGISTRATIONS = [Column(label) for label in ("Registro", "Persona", "Identificación", "Estado", "Pedido el")]
CHANGES = [Column(label) for label in ("Cambio", "Persona", "Datos", "Estado", "Atender hasta")]
COMPARED = [Column(label) for label in ("Dato", "Actual", "Propuesto")]
TRAIL = [Column(label) for label in ("Fecha", "Acción", "Quién", "Comentario")]
PER_PAGE = 25


def trail(subject) -> list[list]:
    """The Recorrido of something, newest first."""
    return [[entry.at, entry.label, entry.actor_name, entry.comment] for entry in Entry.objects.of(subject)]


@access.operator
@require_safe
def registration_list(request):
    """Those that wait for a person come first."""
    rows = Registration.objects.exclude(state=RegistrationState.REQUESTED).order_by("-state", "created_at", "pk")
    page = numbered(rows, request.GET, default=PER_PAGE)
    context = {"columns": REGISTRATIONS, "rows": [_registration_row(one) for one in page.rows], "page": page}
    return draw(request, "admin/ciudadanos/registrations.html", context, site=site)


def _registration_row(one):
    address = reverse("admin:citizens:registration", args=[one.uuid])
    return [Link(str(one), address), one.full_name, mask(one.identity_number), one.get_state_display(), one.created_at]


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request, uuid):
    """One registration: activate it once the identity was checked, or reject it with the reason."""
    found = Registration.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    question = _question(request, _cedula_of(found))
    form = ValidationForm(request.POST if request.method == "POST" and not asking.asks(request) else None)
    if form.is_bound:
        actor = operators.require(request, VALIDATE, act="registro de ciudadano")
        if decided(found, form, request.POST.get("accion"), actor):
            messages.success(request, f"El {str(found)[0].lower()}{str(found)[1:]} quedó atendido.")
            return redirect("admin:citizens:registrations")
    context = {"found": found, "form": form, "rows": registration_facts(found),
               "forms": [form, *([question.form] if question else [])],
               "known": registrations.known_as(found), "columns": TRAIL, "entries": trail(found), "question": question,
               "may_act": request.user.has_perm(VALIDATE) and found.state == RegistrationState.TO_VALIDATE}  # fmt: skip
    status = 422 if form.is_bound else question.status if question else 200
    return draw(request, "admin/ciudadanos/registration.html", context, site=site, status=status)


def _cedula_of(somebody) -> str:
    return somebody.identity_number if somebody.identity_kind == IdentityKind.CEDULA else ""


def _question(request, cedula):
    """What the Registro Civil says, asked now or not; None without a source, a cédula or the right to decide."""
    if asking.asks(request):
        return asking.asked(
            request, cedula, actor=operators.require(request, VALIDATE, act="consulta al Registro Civil")
        )
    return asking.open_to(operators.Operator(request.user)) if cedula else None


def registration_facts(found) -> list[tuple]:
    """What was typed; the number whole, since it is compared with the document."""
    rows = [("Persona", found.full_name), (found.get_identity_kind_display(), found.identity_number),
            ("País del pasaporte", found.passport_country), ("Correo", found.email), ("Teléfono", found.phone),
            ("Ciudad", found.city), ("Dirección", found.address), ("Estado", found.get_state_display()),
            ("Correo verificado el", found.email_verified_at), ("Motivo", found.reason)]  # fmt: skip
    return [row for row in rows if row[1]]


def decided(found, form, action, actor) -> bool:
    """Activate or reject; whether it was done. What is missing is told by the form."""
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        if action == "activar":
            registrations.activate(found, identity_checked=data["identidad"], actor=actor)
        elif action == "otra":
            registrations.activate(found, identity_checked=data["identidad"], actor=actor, other_reason=data["motivo"])
        elif action == "rechazar":
            registrations.reject(found, reason=data["motivo"], actor=actor)
        else:
            raise Invalid("Elija qué hacer con el registro.")
    except (Invalid, Conflict) as refusal:
        field = next(iter(getattr(refusal, "fields", {})), "identidad" if action == "activar" else None)
        form.add_error(field, refusal.message)
        return False
    return True


# Changes of data --------------------------------------------------------------------------------------


@access.operator
@require_safe
def change_list(request):
    """The most urgent on top."""
    rows = PersonChange.objects.select_related("person").order_by("-state", "due_on", "pk")
    page = numbered(rows.exclude(state=ChangeState.WITHDRAWN), request.GET, default=PER_PAGE)
    context = {"columns": CHANGES, "rows": [_change_row(one) for one in page.rows], "page": page}
    return draw(request, "admin/ciudadanos/changes.html", context, site=site)


def _change_row(one):
    words = ", ".join(data_changes.LABELS[name] for name in one.proposed)
    return [Link(str(one), reverse("admin:citizens:change", args=[one.uuid])), one.person.full_name, words,
            one.get_state_display(), one.due_on]  # fmt: skip


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, uuid):
    """Both side by side; field by field."""
    found = PersonChange.objects.select_related("person__citizen").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    question = _question(request, found.proposed.get("identity_number") or _cedula_of(found.person))
    form = ChangeDecisionForm(found, request.POST if request.method == "POST" and not asking.asks(request) else None)
    if form.is_bound:
        actor = operators.require(request, VALIDATE, act="cambio de datos")
        if _change_decided(found, form, request.POST.get("accion"), actor):
            messages.success(request, f"El {str(found)[0].lower()}{str(found)[1:]} quedó atendido.")
            return redirect("admin:citizens:changes")
    may_act = (
        request.user.has_perm(VALIDATE) and found.state == ChangeState.PENDING and request.user.pk != found.person_id
    )
    said = question.record if question else None
    compared = [[data_changes.LABELS[name], data_changes.present(found.person, name), value,
                 *([getattr(said, name, "")] if said else [])] for name, value in found.proposed.items()]  # fmt: skip
    context = {"found": found, "form": form, "rows": compared, "columns": TRAIL,
               "compared": [*COMPARED, Column("Registro Civil")] if said else COMPARED,
               "forms": [form, *([question.form] if question else [])],
               "entries": trail(found), "may_act": may_act, "question": question}  # fmt: skip
    status = 422 if form.is_bound else question.status if question else 200
    return draw(request, "admin/ciudadanos/change.html", context, site=site, status=status)


def _change_decided(found, form, action, actor) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        if action == "aceptar":
            data_changes.accept(found, data["datos"], evidence=data["motivo"], actor=actor)
        elif action == "rechazar":
            data_changes.reject(found, reason=data["motivo"], actor=actor)
        else:
            raise Invalid("Elija qué hacer con el cambio.")
    except Invalid as refusal:
        form.add_error(next(iter(refusal.fields), None), refusal.message)
        return False
    return True
