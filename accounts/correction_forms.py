"""The form of a correction of identity by the SGE (accounts-portal §2.2, §3)."""

from django import forms

from accounts.corrections import Corrected
from accounts.identity import Doubtful, InvalidIdentity, validate_cedula, validate_country, validate_passport
from accounts.models import IdentityKind
from accounts.proof import ProofMixin
from quipux.web.forms import Form

LONGEST = 200


def _text(label, length, **options):
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options
    )


class CorrectionForm(ProofMixin, Form):
    """Who she is, what was looked at, and why; a number that only the algorithm refuses asks for a mark."""

    tipo = forms.ChoiceField(label="Identificación", widget=forms.RadioSelect, choices=[
        (IdentityKind.CEDULA.value, "Cédula"), (IdentityKind.PASSPORT.value, "Pasaporte")])  # fmt: skip
    numero = _text("Número", 20)
    pais = _text("País del pasaporte", 3, required=False, help_text="Solo con pasaporte: tres letras, por ejemplo COL.")
    acepta = forms.BooleanField(label="Acepto este número, aunque no cumple la regla de la cédula", required=False)
    nombres = _text("Nombres", 100)
    apellidos = _text("Apellidos", 100)
    evidencia = _text("Evidencia revisada", LONGEST)
    motivo = forms.CharField(label="Motivo", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_doubted = False
        if not self.is_bound:
            del self.fields["acepta"]

    def clean(self):
        data = super().clean()
        if data.get("tipo") == IdentityKind.PASSPORT:
            self._check("numero", validate_passport)
            self._check("pais", validate_country)
        else:
            data["pais"] = ""
            self._check("numero", validate_cedula)
        if not self.is_doubted:
            del self.fields["acepta"]
        return data

    def _check(self, name, rule):
        data = self.cleaned_data
        try:
            data[name] = rule(data[name]) if name in data else ""
        except Doubtful as doubt:
            self.is_doubted, data[name] = True, doubt.number
            if not data.get("acepta"):
                self.add_error(name, f"{doubt}. Corríjalo o, si el documento dice ese número, marque que lo acepta.")
        except InvalidIdentity as error:
            self.add_error(name, f"{error}.")

    @property
    def corrected(self) -> Corrected:
        """What was typed; only of a valid form."""
        data = {name: " ".join(value.split()) if isinstance(value, str) else value
                for name, value in self.cleaned_data.items()}  # fmt: skip
        return Corrected(data["tipo"], data["numero"], data["pais"], data["nombres"], data["apellidos"])
