"""The login form."""

from django import forms
from django.contrib.auth import authenticate

from accounts import citizens, finding, lockout
from quipux.challenge.fields import CodeField

WRONG = "Usuario o contraseña incorrectos."
COUNTRY = "Su número de pasaporte consta en más de un país. Elija el suyo y escriba otra vez su contraseña."


class LoginForm(forms.Form):
    """Cédula and password; the answer never says which of the two was wrong (accounts-portal §5)."""

    username = forms.CharField(label="Cédula", max_length=100, error_messages={"required": "Escriba su cédula."},
                               widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "text",
                                                             "spellcheck": "false"}))  # fmt: skip
    password = forms.CharField(label="Contraseña", strip=False, error_messages={"required": "Escriba su contraseña."},
                               widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))  # fmt: skip

    def __init__(self, request, *args, typed: str = "", **kwargs):
        super().__init__(*args, initial={"username": typed}, **kwargs)
        self.request, self.user, self.minutes_closed, self.gate, self.countries = request, None, 0, None, []
        self.status, self.was_judged = 422, False  # of the page with the errors; whether the password was looked at
        if typed:
            self._prepare(typed)

    def _prepare(self, typed):
        """The fields that this number needs: the code after failures, the country of a passport of two."""
        self.gate = lockout.gate_of(self.request, typed)
        self.minutes_closed = self.gate.minutes_closed() or self.gate.minutes_network_closed()
        self.countries = finding.countries_of(typed)
        if "pais" in self.data and len(self.countries) > 1:
            self._ask_country()
        if not self.minutes_closed and self.gate.asks_code():
            self._ask_code()

    def _ask_code(self):
        self.fields["codigo_mostrado"] = CodeField()
        self.fields["codigo_mostrado"].ask(self.request)

    def _ask_country(self):
        choices = [("", "Elija el país"), *((code, code) for code in self.countries)]
        self.fields["pais"] = forms.ChoiceField(label="País del pasaporte", choices=choices,
                                                error_messages={"required": "Elija el país de su pasaporte."})  # fmt: skip

    def clean_username(self):
        return finding.canonical(self.cleaned_data["username"])

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        self.was_judged = True
        if self.minutes_closed:
            self._closed()
        found = self._who(data)
        if found is None:
            self.gate.failed()
            self._refused()
        if len(self.countries) > 1 and "pais" not in self.fields:
            self._ask_country()
            raise forms.ValidationError(COUNTRY)
        if _is_only_citizen(found) and (closed := citizens.closed_door()):
            self.was_judged = False  # nothing failed
            raise forms.ValidationError(closed)
        block = self.request.situation.login_closed_for(found)  # said to who gave the right password only
        if block is not None:
            self.was_judged = False  # nothing failed
            raise forms.ValidationError(block.text)
        self.user = found
        return data

    def _who(self, data):
        return authenticate(
            self.request, username=data["username"], password=data["password"], country=data.get("pais")
        )

    def _refused(self):
        """Wrong; the page that says so is already the one that the next try needs."""
        self.minutes_closed = self.gate.minutes_closed() or self.gate.minutes_network_closed()
        if self.minutes_closed:
            self._closed()
        if "codigo_mostrado" not in self.fields and self.gate.asks_code():
            self._ask_code()
        raise forms.ValidationError(WRONG)

    def _closed(self):
        self.status = 429
        words = "1 minuto" if self.minutes_closed == 1 else f"{self.minutes_closed} minutos"
        raise forms.ValidationError(f"Su cuenta ha sido bloqueada por seguridad. Por favor espere {words}.")


def _is_only_citizen(user) -> bool:
    """Whether nobody but a citizen would enter."""
    return hasattr(user, "citizen") and not user.is_staff and not user.appointments.exists()
