"""The code as a field of any form: it shows a new challenge whenever it is drawn."""

from django import forms
from django.core.exceptions import ValidationError

from quipux.challenge import tokens

WRONG = "El código no coincide. Se muestra uno nuevo."


class CodeWidget(forms.Widget):
    """Image, speech, work and the box for the answer; what was typed is never shown back."""

    template_name = "components/forms/_code.html"
    request, cost = None, tokens.COST

    def use_required_attribute(self, initial):
        """The box may stay empty when the browser did the work."""
        return False

    def value_from_datadict(self, data, files, name):
        return {part: data.get(f"{name}{suffix}", "") for part, suffix in
                (("answer", ""), ("token", "_ficha"), ("proof", "_prueba"))}  # fmt: skip

    def get_context(self, name, value, attrs):
        token = tokens.new_token(self.request, cost=self.cost)
        key = tokens.read(token).key
        return super().get_context(name, None, attrs) | {"token": token, "key": key, "cost": self.cost}


def wants_another(data) -> bool:
    """Whether «Otro código» was pressed: nothing is judged, what was typed stays."""
    return "otro_codigo" in data


class CodeField(forms.Field):
    """«Código que se muestra»; `ask` must give it the request before the form is used."""

    widget = CodeWidget

    def __init__(self, **kwargs):
        look = {"class": "govuk-input govuk-input--width-10"}
        super().__init__(label="Código que se muestra", widget=CodeWidget(attrs=look),
                         help_text="Escriba las 6 letras y números; no importan las mayúsculas.", **kwargs)  # fmt: skip

    def ask(self, request, *, cost: int = tokens.COST) -> None:
        """Bind to the browser that asks.

        Args:
            cost: leading zero bits of the work, see `tokens.COST`.
        """
        self.widget.request, self.widget.cost = request, cost

    def clean(self, value):
        if not tokens.accepts(self.widget.request, **value):
            raise ValidationError(WRONG)
        return ""
