"""«Mis datos» of a citizen: what is known, what waits, and changing it (accounts-portal §10.4)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import data_changes as services
from accounts.models.registrations import ChangeState
from accounts.registration_forms import ContactForm, ProposalForm
from quipux import access
from quipux.errors import Conflict, Invalid, NotFound


@access.citizen
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request):
    """A person can only propose for herself: another's key answers 404 and stores nothing (A-42)."""
    if request.method != "POST":
        return _page(request)
    if request.POST.get("persona", "") != str(request.user.uuid):
        raise NotFound("No encontramos esos datos.")
    action = {"contacto": _contact, "proponer": _propose, "retirar": _withdraw}.get(request.POST.get("accion"))
    if action is None:
        raise NotFound("No encontramos esa acción.")
    return action(request)


def _contact(request):
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, contact=form)
    services.change_contact(request.user, form.values, actor=request.actor)
    messages.success(request, "Sus datos de contacto se actualizaron.")
    return redirect("accounts:own_data")


def _propose(request):
    form = ProposalForm(request.POST)
    if form.is_valid():
        try:
            services.propose(request.user, form.values, actor=request.actor)
        except (Invalid, Conflict) as refusal:
            form.add_error("cedula" if getattr(refusal, "fields", None) else None, refusal.message)
        else:
            messages.success(request, services.OPEN)
            return redirect("accounts:own_data")
    return _page(request, proposal=form)


def _withdraw(request):
    change = _open_change(request.user)
    if change is None:
        raise NotFound("No hay un cambio pendiente.")
    services.withdraw(change, actor=request.actor)
    messages.success(request, "El cambio quedó retirado.")
    return redirect("accounts:own_data")


def _open_change(person):
    return person.data_changes.filter(state=ChangeState.PENDING).first()


def _page(request, contact=None, proposal=None):
    person, profile, change = request.user, request.actor.profile, _open_change(request.user)
    initial = {name: getattr(profile, column) for name, column in ContactForm.COLUMNS.items()}
    context = {
        "person": person, "change": change, "contact": contact or ContactForm(initial=initial),
        "proposal": proposal or ProposalForm(), "forms": [form for form in (contact, proposal) if form],
        "rows": [("Cédula", person.identity_number), ("Nombres", person.given_names), ("Apellidos", person.surnames),
                 ("Correo", person.verified_email or "Sin confirmar")],
        "waiting": [(services.LABELS[name], value) for name, value in change.proposed.items()] if change else [],
    }  # fmt: skip
    return render(request, "accounts/own_data.html", context, status=422 if contact or proposal else 200)
