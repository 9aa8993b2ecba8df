"""The AGQ creates an institution, or changes what only she may: nombre, RUC, sigla, función, coordinator (institutions §5.1)."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from institutions.models import Institution
from institutions.models.structure import CHANGE
from institutions.standing import identity
from institutions.states import Environment, InstitutionFunction, InstitutionState
from quipux import access, environments, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.web.forms import Form, refuse


class IdentityForm(Form):
    """Of a new institution with its ambiente, which is never changed afterwards."""

    starred = True
    environment = forms.ChoiceField(label="Ambiente", choices=lambda: [
        one for one in Environment.choices if environments.serves(one[0])])  # fmt: skip
    name = forms.CharField(label="Nombre", max_length=200)
    ruc = forms.CharField(label="RUC", max_length=13)
    sigla = forms.CharField(label="Sigla", max_length=10)
    function = forms.ChoiceField(label="Función o tipo", choices=[("", "Elija"), *InstitutionFunction.choices])
    coordinator = forms.ModelChoiceField(label="Coordinada por", queryset=Institution.objects.none(), required=False,
                                         to_field_name="uuid", empty_label="Ninguna")  # fmt: skip
    any_ruc = forms.BooleanField(
        label="El RUC no es público o no pasa la comprobación, y lo acepto por este motivo", required=False
    )
    reason = forms.CharField(label="Motivo", max_length=500, widget=forms.Textarea({"rows": 3}),
                             help_text="De 10 a 500 caracteres")  # fmt: skip

    def __init__(self, *args, institution=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Institution.objects.filter(state=InstitutionState.ACTIVE).order_by("name", "pk")
        if institution:
            rows = rows.filter(environment=institution.environment).exclude(pk=institution.pk)
            del self.fields["environment"]
        self.fields["coordinator"].queryset = rows

    def wanted(self) -> identity.Identity:
        return identity.Identity(**{name: value for name, value in self.cleaned_data.items() if name != "environment"})


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """A new institution."""
    actor = operators.require(request, CHANGE, act="crear institución")
    form = IdentityForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := _attempt(form, lambda: identity.create(
            form.wanted(), environment=form.cleaned_data["environment"], actor=actor))):  # fmt: skip
        messages.success(request, f"{made.name} se creó.")
        return redirect("admin:reorganisation:institution", made.uuid)
    back = reverse("admin:reorganisation:institutions")
    return _page(request, form, "Nueva institución", back, "Estado de las instituciones")


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, uuid):
    """The names of one, and who coordinates it."""
    actor = operators.require(request, CHANGE, act="datos de institución")
    found = Institution.objects.filter(uuid=uuid).exclude(state=InstitutionState.CLOSED).first()
    if found is None:
        raise Http404
    form = IdentityForm(request.POST if request.method == "POST" else None, institution=found, initial=_initial(found))
    if form.is_valid() and _attempt(form, lambda: identity.change(found, form.wanted(), actor=actor)):
        messages.success(request, "Los datos se guardaron.")
        return redirect("admin:reorganisation:institution", found.uuid)
    return _page(
        request, form, "Datos de la institución", reverse("admin:reorganisation:institution", args=[uuid]), found.name
    )


def _initial(found) -> dict:
    now = found.coordinations.filter(until=None).select_related("coordinator").first()
    return {"name": found.name, "ruc": found.ruc, "sigla": found.sigla, "function": found.function,
            "coordinator": now.coordinator.uuid if now else None}  # fmt: skip


def _attempt(form, act):
    try:
        return act()
    except Invalid as error:
        refuse(form, error)
        return None


def _page(request, form, title, back, back_text):
    return draw(request, "admin/reorganizacion/identity.html", {"form": form, "title": title, "back": back, "back_text": back_text},
                site=site, status=422 if form.errors else 200)  # fmt: skip
