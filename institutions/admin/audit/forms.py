"""Filters of the audit pages: a period is always there, so that no search walks the whole table."""

from datetime import timedelta
from uuid import UUID

from django import forms

from accounts.finding import named_or_identified
from quipux import clock
from quipux.accesslog.models import Event, Result
from quipux.errors import Invalid
from quipux.history import subjects
from quipux.web.forms import DateTextField, Form

FIRST_DAYS, MOST_DAYS = 7, 92
MOST_PEOPLE = 20


class PeriodForm(Form):
    """Two days, both inclusive, and a person."""

    desde = DateTextField(label="Desde")
    hasta = DateTextField(label="Hasta")
    persona = forms.CharField(label="Persona", required=False, max_length=100,
                              help_text="Palabras de su nombre o su identificador.",
                              widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def __init__(self, params):
        last = clock.today()
        defaults = {"desde": (last - timedelta(days=FIRST_DAYS - 1)).isoformat(), "hasta": last.isoformat()}
        super().__init__({**defaults, **{name: params[name] for name in self.base_fields if params.get(name)}})

    def clean_persona(self):
        typed = self.cleaned_data["persona"].strip()
        if not typed:
            return None
        found = list(named_or_identified(typed)[: MOST_PEOPLE + 1])
        if not found:
            raise forms.ValidationError("No consta nadie con esos datos.")
        if len(found) > MOST_PEOPLE:
            raise forms.ValidationError(f"Más de {MOST_PEOPLE} personas tienen esos datos: escriba algo más.")
        return found

    def clean(self):
        data = super().clean()
        first, last = data.get("desde"), data.get("hasta")
        if first and last and first > last:
            self.add_error("hasta", "La fecha final no puede ser anterior a la inicial.")
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("hasta", f"Elija un período de hasta {MOST_DAYS} días.")
        return data

    @property
    def instants(self):
        """The half-open interval that the two days cover."""
        return clock.day_range(self.cleaned_data["desde"], self.cleaned_data["hasta"])


class AccessForm(PeriodForm):
    evento = forms.ChoiceField(label="Evento", required=False, choices=[("", "Todos"), *Event.choices])
    resultado = forms.ChoiceField(label="Resultado", required=False, choices=[("", "Todos"), *Result.choices])


class TrailForm(PeriodForm):
    cosa = forms.CharField(label="Número o identificador", required=False, max_length=100,
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def clean_cosa(self):
        typed = self.cleaned_data["cosa"].strip()
        try:
            return named_subjects(typed) if typed else None
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal


def named_subjects(typed: str) -> list[subjects.Subject]:
    """What a number names; an identifier says nothing of its kind, so it is all of them. Raises `Invalid`."""
    try:
        identifier = UUID(typed)
    except ValueError:
        found = subjects.find(typed)
    else:
        return [(kind, identifier) for kind in subjects.kinds()]
    if not found:
        raise Invalid("No consta nada con ese número.")
    return found
