"""Forms of the pages about people and platform roles."""

from django import forms

from accounts.models import Role
from accounts.proof import ProofMixin
from quipux.web.forms import Form

LONGEST = 300


def _reason(label="Motivo"):
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))


class RoleForm(ProofMixin, Form):
    """A role for somebody; another superadministrator confirms it."""

    cedula = forms.CharField(label="Cédula de la persona", max_length=20,
                             widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}))  # fmt: skip
    rol = forms.ChoiceField(label="Rol", choices=Role.choices)
    motivo = _reason()


class RemovalForm(ProofMixin, Form):
    """A role taken away, at once."""

    quien = forms.ChoiceField(label="Persona y rol")
    motivo_quitar = _reason()

    def __init__(self, *args, held: list[tuple[str, str]], **kwargs):
        super().__init__(*args, auto_id="quitar_%s", **kwargs)  # its page has another form that may ask the password
        self.fields["quien"].choices = [("", "Elija"), *held]


class PurposeForm(Form):
    """Why the whole cédula has to be seen."""

    proposito = _reason("Para qué necesita ver la cédula completa")


class CredentialForm(Form):
    """The reason of an act on a credential."""

    motivo = forms.CharField(label="Motivo", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
                             help_text="Obligatorio, salvo para el enlace, desbloquear y cerrar sesiones.")  # fmt: skip
    incidente = forms.BooleanField(
        label="Fue un incidente: al habilitarla deberá recuperar la contraseña", required=False
    )
