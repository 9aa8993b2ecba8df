"""The login form."""

from django import forms
from django.contrib.auth import authenticate

from accounts import lockout
from accounts.identity import clean


class LoginForm(forms.Form):
    """Cédula and password; the answer never says which of the two was wrong (accounts-portal §5)."""

    username = forms.CharField(label="Cédula", max_length=100, error_messages={"required": "Escriba su cédula."},
                               widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "numeric",
                                                             "spellcheck": "false"}))  # fmt: skip
    password = forms.CharField(label="Contraseña", strip=False, error_messages={"required": "Escriba su contraseña."},
                               widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))  # fmt: skip

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user, self.minutes_closed = request, None, 0

    def clean_username(self):
        number = clean(self.cleaned_data["username"])
        return number[1:] if number.startswith("U") and number[1:].isdigit() else number  # user code of old notices

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        self.user = authenticate(self.request, username=data["username"], password=data["password"])
        if lockout.is_locked(self.request):
            self.minutes_closed = lockout.minutes_left(self.request, data["username"])
            words = "1 minuto" if self.minutes_closed == 1 else f"{self.minutes_closed} minutos"
            raise forms.ValidationError(f"Su cuenta ha sido bloqueada por seguridad. Por favor espere {words}.")
        if self.user is None:
            raise forms.ValidationError("Usuario o contraseña incorrectos.")
        block = self.request.situation.login_closed_for(self.user)  # said to who gave the right password only
        if block is not None:
            self.user = None
            raise forms.ValidationError(block.text)
        return data
