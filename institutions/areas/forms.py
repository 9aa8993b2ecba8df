"""Forms of áreas (institutions §6.1)."""

from django import forms

from accounts.models import CatalogueKind
from accounts.suggestions import SuggestedField
from institutions.areas import tree
from institutions.models import Area
from quipux.web.forms import Form, ModelForm

LABELS = {"name": "Nombre", "sigla": "Sigla", "city": "Ciudad", "parent": "Área padre", "code": "Código",
          "email": "Correo del área", "attached_name": "Institución adscrita", "attached_sigla": "Sigla de la adscrita",
          "archive_area": "Ubicación del archivo físico",
          "template_area": "Área de la que se copiará la plantilla"}  # fmt: skip


class AreaChoice(forms.ModelChoiceField):
    """An active área the actor administers, drawn as the tree."""

    def of(self, actor, *, empty=None, but=None):
        """Offer the áreas of ``actor``; ``empty`` words the choice of none, ``but`` is left out."""
        areas = Area.objects.administered_by(actor).filter(is_active=True)
        self.queryset = areas.exclude(pk=but) if but else areas
        found = tree.choices(self.queryset)
        self.choices = [("", empty), *found] if empty is not None else found


def area_field(label, **kwargs):
    return AreaChoice(label=label, queryset=Area.objects.none(),
                      error_messages={"invalid_choice": "Elija un área de la lista."}, **kwargs)  # fmt: skip


class AreaForm(ModelForm):
    """The data of an área; the parent only of a new one, since an existing one is moved with a preview."""

    starred = True
    city = SuggestedField(CatalogueKind.CITY, label="Ciudad", max_length=80)
    parent = area_field("Área padre")
    archive_area = area_field("Ubicación del archivo físico", required=False,
                              help_text="El área que guarda sus papeles; si no elige, es la misma.")  # fmt: skip
    template_area = area_field("Área de la que se copiará la plantilla", required=False,
                               help_text="Si no elige, usa la suya.")  # fmt: skip

    class Meta:
        model = Area
        fields = ["name", "sigla", "city", "parent", "code", "email", "archive_area", "template_area", "attached_name",
                  "attached_sigla"]  # fmt: skip
        labels = LABELS
        help_texts = {
            "attached_name": "Se imprime en lugar del nombre de la institución; las subáreas nuevas la heredan."
        }

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 150
        self.fields["parent"].of(actor, empty="Elija un área")
        for name in ("archive_area", "template_area"):
            self.fields[name].of(actor, empty="La misma área", but=self.instance.pk)
        if self.instance.pk:
            del self.fields["parent"]

    def clean_sigla(self):
        return self.cleaned_data["sigla"].upper()

    def clean_name(self):
        name = self.cleaned_data["name"]
        if len(name) > 150:
            raise forms.ValidationError(f"«Nombre» tiene {len(name)} caracteres; el máximo es 150.")
        return name

    def _get_validation_exclusions(self):
        # The service says what is taken, in the order of the rules; the model would say it twice.
        return super()._get_validation_exclusions() | {"sigla", "institution"}


class SearchForm(forms.Form):
    unmarked = True
    texto = forms.CharField(label="Nombre o sigla", max_length=100, required=False)
    inactivas = forms.BooleanField(label="Mostrar también las inactivas", required=False)


class MoveForm(Form):
    padre = area_field("Nueva área padre")

    def __init__(self, *args, actor, area, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["padre"].of(actor, empty="Elija un área", but=area.pk)
