"""Forms of «Correos» (accounts-portal §8.4)."""

from django import forms

from accounts.models import EmailUse
from accounts.proof import ProofMixin
from quipux.challenge.fields import CodeField
from quipux.web.forms import Form

MAIL = "Escriba el correo como nombre@dominio, por ejemplo ana@ejemplo.ec."


class EmailField(forms.EmailField):
    """An address, with its own sentence for what is none."""

    def __init__(self, label: str, **kwargs):
        words = {"invalid": MAIL, "required": MAIL}
        look = {"autocomplete": "email", "spellcheck": "false", "class": "govuk-input--width-30"}
        super().__init__(label=label, error_messages=words, widget=forms.EmailInput(attrs=look), **kwargs)


class OwnEmailForm(ProofMixin, Form):
    """Another address of one's own; the password is asked again where the last proof is old (§9.4)."""

    uso = forms.ChoiceField(label="Qué correo desea registrar", widget=forms.RadioSelect, initial=EmailUse.PRINCIPAL, choices=[
        (EmailUse.PRINCIPAL.value, "El principal: enlaces de la contraseña y avisos"),
        (EmailUse.PERSONAL.value, "El personal: para cuando deje su institución")])  # fmt: skip
    correo = EmailField("Correo nuevo", help_text="Le llegará un enlace para confirmarlo, válido 24 horas.")


class LostEmailForm(ProofMixin, Form):
    """Another address for somebody who lost hers, by who saw the person."""

    correo = EmailField("Correo nuevo de la persona")
    evidencia = forms.CharField(label="Cómo verificó su identidad", max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
                                help_text="Por ejemplo: se presentó con su cédula el día de hoy.")  # fmt: skip


class SignedRequestForm(Form):
    """The address that a citizen will ask for in a request signed with her certificate."""

    correo = EmailField("Correo nuevo")
    repetido = EmailField("Repita el correo nuevo")
    codigo_mostrado = CodeField()

    def clean(self):
        data = super().clean()
        if data.get("correo") and data.get("repetido") and data["correo"].lower() != data["repetido"].lower():
            self.add_error("repetido", "Los dos correos no son iguales.")
        return data


class SignedFileForm(Form):
    """That request, signed elsewhere."""

    archivo = forms.FileField(
        label="Solicitud firmada", help_text="PDF firmado electrónicamente, hasta 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}), error_messages={"required": "Elija la solicitud firmada."},
    )  # fmt: skip


class CaseForm(Form):
    """What came of a security case."""

    caso = forms.UUIDField(label="Caso")
    conclusion = forms.CharField(label="Conclusión", max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
