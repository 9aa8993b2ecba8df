"""What is asked of a plan (institutions §10.3)."""

from django import forms

from institutions.models import Area, Institution, PlanKind
from institutions.papers import keep_act
from institutions.reorganisation.services import Wish
from institutions.states import InstitutionState
from quipux.web.forms import DateTextField, Form

PDF = forms.FileInput(attrs={"accept": "application/pdf,.pdf"})


class AreaField(forms.ModelChoiceField):
    """An active área, named with its sigla."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Area.objects.none(), to_field_name="uuid", empty_label="Elija un área", **kwargs)

    def label_from_instance(self, area):
        return f"{area.sigla} – {area.name}"


class PlanForm(Form):
    """A plan: what moves, where, when and by which act."""

    origin = AreaField(label="Área que se mueve")
    destination = AreaField(label="Nueva área padre")
    effective_on = DateTextField(label="Fecha efectiva")
    act_number = forms.CharField(label="Número del acto", max_length=60)
    act = forms.FileField(label="Acto en PDF", required=False, help_text="Un PDF de hasta 10 MB", widget=PDF)
    observation = forms.CharField(label="Observación", max_length=1000, required=False,
                                  widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip

    def __init__(self, *args, origins, destinations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["origin"].queryset, self.fields["destination"].queryset = origins, destinations

    def wish(self, kind: str = PlanKind.INSIDE) -> Wish:
        """Its files are kept, so it is called once.

        Raises:
            Invalid: a file is no harmless PDF.
        """
        files = {
            name: keep_act(self.cleaned_data[name]) for name in ("act", "other_act") if self.cleaned_data.get(name)
        }
        return Wish(kind=kind, **self.cleaned_data | {"act": None} | files)


class BetweenForm(PlanForm):
    """The same between two institutions, with the acts of both."""

    other_act = forms.FileField(label="Acto de la institución de destino", required=False,
                                help_text="Un PDF de hasta 10 MB", widget=PDF)  # fmt: skip
    keeps_attached = forms.BooleanField(label="Mantener como adscrita: sus documentos siguen diciendo el nombre de la "
                                              "institución de origen", required=False)  # fmt: skip
    restarts_sequences = forms.BooleanField(label="Reiniciar secuencias en el destino", required=False)

    field_order = ("origin", "destination", "effective_on", "act_number", "act", "other_act", "keeps_attached",
                   "restarts_sequences", "observation")  # fmt: skip

    def wish(self, kind: str = PlanKind.BETWEEN) -> Wish:
        data = self.cleaned_data
        if data.get("other_act") is None:
            data["other_act"] = None
        kept = super().wish(PlanKind.MERGE if data["origin"].parent_id is None else kind)
        return kept


class SidesForm(Form):
    """The first question between institutions: from which to which."""

    de = forms.ModelChoiceField(label="Institución de origen", queryset=Institution.objects.none(), to_field_name="uuid",
                                empty_label="Elija")  # fmt: skip
    a = forms.ModelChoiceField(label="Institución de destino", queryset=Institution.objects.none(), to_field_name="uuid",
                               empty_label="Elija")  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        living = Institution.objects.exclude(state=InstitutionState.CLOSED).order_by("name", "pk")
        for field in self.fields.values():
            field.queryset = living


class DecisionsForm(Form):
    """A new name and sigla for each área that clashes at the destination."""

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        keys = sorted({clash["area"] for clash in plan.clashes if clash["area"]})
        for area in Area.objects.filter(pk__in=keys).order_by("name", "pk"):
            said = plan.decisions.get(str(area.pk), {})
            self.fields[f"name-{area.pk}"] = forms.CharField(
                label=f"Nombre nuevo de {area.name}", max_length=150, required=False, initial=said.get("name", "")
            )
            self.fields[f"sigla-{area.pk}"] = forms.RegexField(
                r"^\S*$", label=f"Sigla nueva de {area.name}", max_length=20, required=False, initial=said.get("sigla", ""),
                error_messages={"invalid": "La sigla no debe contener espacios."})  # fmt: skip

    def decisions(self) -> dict:
        found = {}
        for name, text in self.cleaned_data.items():
            field, key = name.split("-")
            found.setdefault(key, {})[field] = text.upper() if field == "sigla" else text
        return found


class CancelForm(Form):
    """Why it is annulled."""

    reason = forms.CharField(label="Motivo para anular", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text="De 10 a 500 caracteres")  # fmt: skip
