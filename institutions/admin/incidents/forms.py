"""Forms of the register of incidents."""

from django import forms

from accounts import personal_tables
from accounts.identity import clean
from accounts.models.incidents import IncidentNature
from institutions.models import Institution
from quipux.portal.admin.forms import MomentField
from quipux.web.forms import Form

LISTED, OF_INSTITUTION, EVERYBODY = "lista", "institucion", "todas"
MOST_LISTED = 2000  # numbers of one form


def _area(label, length, rows, **fields):
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **fields)


class IncidentForm(Form):
    """«Registrar incidente»."""

    titulo = forms.CharField(label="Qué pasó", max_length=150, help_text="En una línea, sin nombres de personas.")
    naturaleza = forms.ChoiceField(label="Naturaleza", choices=IncidentNature.choices, widget=forms.RadioSelect)
    conocido = MomentField(label="Conocido el")
    descripcion = _area("Descripción", 4000, 6)
    tablas = forms.MultipleChoiceField(label="Dónde estaban los datos", widget=forms.CheckboxSelectMultiple,
                                       error_messages={"required": "Marque dónde estaban los datos."})  # fmt: skip
    medidas = _area("Medidas tomadas", 2000, 3, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["conocido"].help_text += ". Desde aquí corren los plazos."
        self.fields["tablas"].choices = [(table.model, table.label) for table in personal_tables.known()]


class PeopleForm(Form):
    """Whose data were in an incident."""

    quienes = forms.ChoiceField(label="A quiénes agregar", widget=forms.RadioSelect, initial=LISTED, choices=[
        (LISTED, "Las personas de esta lista"), (OF_INSTITUTION, "Quienes tienen o tuvieron un puesto en una institución"),
        (EVERYBODY, "Todas las personas registradas en Quipux")])  # fmt: skip
    cedulas = _area("Cédulas o pasaportes", 40_000, 4, required=False, help_text="Un número por línea.")
    institucion = forms.ModelChoiceField(label="Institución", queryset=Institution.objects.none(), required=False,
                                         empty_label="Elija una institución")  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institucion"].queryset = Institution.objects.order_by("name")

    @property
    def numbers(self) -> list[str]:
        """What was listed, each once and in canonical form; only of a valid form."""
        lines = (clean(line).upper() for line in self.cleaned_data["cedulas"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self):
        data = super().clean()
        if data.get("quienes") == LISTED and "cedulas" in data and not self.numbers:
            self.add_error("cedulas", "Escriba al menos una cédula o pasaporte.")
        if data.get("quienes") == LISTED and "cedulas" in data and len(self.numbers) > MOST_LISTED:
            self.add_error("cedulas", f"Escriba como máximo {MOST_LISTED} números cada vez.")
        if data.get("quienes") == OF_INSTITUTION and not data.get("institucion"):
            self.add_error("institucion", "Elija una institución.")
        return data


class ActForm(Form):
    """The text of one act on an incident."""

    def __init__(self, act, *args, **kwargs):
        super().__init__(*args, prefix=act.slug, **kwargs)
        self.fields["texto"] = _area(act.asks, act.length, 3, help_text=act.hint)
