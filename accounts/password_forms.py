"""Forms of recovery and of a new password (accounts-portal §7.2)."""

from django import forms

from accounts import passwords
from accounts.proof import ProofMixin
from quipux.challenge.fields import CodeField
from quipux.web.forms import Form

LONGEST_TYPED = 1000  # characters that are read at all
DIFFERENT = "Las dos contraseñas no son iguales."


class RecoveryForm(Form):
    """Whose password is asked for."""

    cedula = forms.CharField(label="Cédula", max_length=30, error_messages={"required": "Escriba su cédula."},
                             widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false",
                                                           "class": "govuk-input--width-20"}))  # fmt: skip
    codigo_mostrado = CodeField()


class NewPasswordForm(Form):
    """A password, twice; the rules are applied by the service."""

    nueva = forms.CharField(label="Nueva contraseña", strip=False, max_length=LONGEST_TYPED,
                            template_name="accounts/_new_password_field.html",
                            error_messages={"required": "Escriba la nueva contraseña."},
                            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))  # fmt: skip
    repetida = forms.CharField(label="Repita la nueva contraseña", strip=False, max_length=LONGEST_TYPED,
                               error_messages={"required": "Escriba otra vez la nueva contraseña."},
                               widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nueva"].help_text = passwords.rule_text()
        self.fields["nueva"].rules = passwords.rules()

    def clean(self):
        data = super().clean()
        if not self.errors and data["nueva"] != data["repetida"]:
            self.add_error("repetida", DIFFERENT)
        return data


class FactorForm(Form):
    """The code of the application on the telephone, or a recovery code."""

    codigo = forms.CharField(label="Código", max_length=20, error_messages={"required": "Escriba el código."},
                             help_text="Los 6 números que muestra la aplicación de su teléfono.",
                             widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false",
                                                           "class": "govuk-input--width-10"}))  # fmt: skip


class OwnFactorForm(ProofMixin, FactorForm):
    """The same of who is inside; the password is asked again where the last proof is old (§9.4)."""


class CloseSessionsForm(ProofMixin, Form):
    """Which of the own sessions end: one by its key, or all but this one; the proof of who closes them (ASVS 7.5.2)."""

    ALL = "otras"
    sesion = forms.CharField(widget=forms.HiddenInput)


class OwnPasswordForm(NewPasswordForm):
    """The present password before the new one."""

    actual = forms.CharField(label="Contraseña actual", strip=False, max_length=1000,
                             error_messages={"required": "Escriba su contraseña actual."},
                             widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))  # fmt: skip
    field_order = ["actual", "nueva", "repetida"]
