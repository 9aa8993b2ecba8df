"""The login form."""

from django import forms
from django.contrib.auth import authenticate

from accounts.identity import clean


class LoginForm(forms.Form):
    """Cédula and password; the answer never says which of the two was wrong (accounts-portal §5)."""

    username = forms.CharField(label="Cédula", max_length=20, error_messages={"required": "Escriba su cédula."},
                               widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "numeric",
                                                             "spellcheck": "false"}))  # fmt: skip
    password = forms.CharField(label="Contraseña", strip=False, error_messages={"required": "Escriba su contraseña."},
                               widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))  # fmt: skip

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, None

    def clean_username(self):
        number = clean(self.cleaned_data["username"])
        return number[1:] if number.startswith("U") and number[1:].isdigit() else number

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        self.user = authenticate(self.request, username=data["username"], password=data["password"])
        if self.user is None:
            raise forms.ValidationError("Usuario o contraseña incorrectos.")
        return data
