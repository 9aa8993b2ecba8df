"""Forms of distribution lists (institutions §6.3)."""

from django import forms

from institutions.areas.tree import choices
from institutions.models import Area, DistributionList
from quipux.web.forms import ModelForm

SERVANTS, CITIZENS = "servidor", "ciudadano"


class ListForm(ModelForm):
    """Name, order and the rules that add people when a document is sent."""

    starred = True

    class Meta:
        model = DistributionList
        fields = ["name", "description", "is_alphabetical", "includes_all_chiefs", "rule_area"]
        labels = {"name": "Nombre", "description": "Descripción", "is_alphabetical": "En orden alfabético",
                  "includes_all_chiefs": "Incluir a todos los jefes", "rule_area": "Incluir un área y sus dependientes"}  # fmt: skip

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        areas = Area.objects.filter(institution=actor.institution, is_active=True)
        self.fields["rule_area"].queryset = areas
        self.fields["rule_area"].choices = [("", "Ninguna"), *choices(areas)]

    def validate_constraints(self):
        """The service says what is taken."""


class PeopleForm(forms.Form):
    unmarked = True
    texto = forms.CharField(
        label="Buscar por nombre, puesto, área, institución o empresa", max_length=100, required=False
    )
    usuarios = forms.ChoiceField(label="Tipo de usuario", required=False,
                                 choices=[("", "Todos"), (SERVANTS, "Servidor Público"), (CITIZENS, "Ciudadano")])  # fmt: skip
