"""Forms of the Archivo físico (documents §11)."""

from django import forms

from documents.acts.forms import PersonField
from documents.models import PhysicalLocation
from documents.services import archive
from institutions.models import Appointment
from quipux.web.forms import DateTextField, Form, ModelForm

PAPER = "documento"  # the thing that is no anexo


class LocationForm(ModelForm):
    """A location: name, code, and inside which other."""

    class Meta:
        model = PhysicalLocation
        fields = ["name", "code", "parent", "is_active"]
        labels = {"name": "Nombre", "code": "Código", "parent": "Dentro de", "is_active": "En uso"}
        help_texts = {"name": "Por ejemplo: Bodega 2, Estantería C, Caja 14"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(one.pk, "— " * depth + one.name) for depth, one in archive.tree(self.instance.area_id)
                   if one.pk != self.instance.pk]  # fmt: skip
        self.fields["parent"].queryset = PhysicalLocation.objects.filter(area=self.instance.area_id)
        self.fields["parent"].choices = [("", "Ninguna"), *choices]
        if self.instance.pk is None:
            del self.fields["is_active"]


class LocationChoice(forms.ModelChoiceField):
    """A location in use of one área, drawn as the tree."""

    def of(self, area) -> None:
        self.queryset = PhysicalLocation.objects.filter(area=area, is_active=True)
        self.choices = [("", "Elija una ubicación"),
                        *((one.pk, "— " * depth + one.name) for depth, one in archive.tree(area))]  # fmt: skip


def _comment():
    return forms.CharField(label="Comentario", max_length=550, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class PlaceForm(Form):
    """Colocar: what, and where."""

    what = forms.ChoiceField(label="Qué se coloca")
    location = LocationChoice(label="Ubicación", queryset=PhysicalLocation.objects.none(),
                              error_messages={"required": "Elija una ubicación.",
                                              "invalid_choice": "Elija una ubicación de la lista."})  # fmt: skip
    comment = _comment()

    def __init__(self, *args, area, things, **kwargs):
        super().__init__(*args, auto_id="colocar_%s", **kwargs)
        self.things = {str(one.uuid) if one else PAPER: one for one, _ in things}
        self.fields["what"].choices = [(key, f"Anexo: {one.name}" if one else "El documento")
                                       for key, one in self.things.items()]  # fmt: skip
        self.fields["location"].of(area)

    @property
    def attachment(self):
        """The physical anexo chosen; None for the document itself."""
        return self.things[self.cleaned_data["what"]]


class LendForm(Form):
    """Prestar: to whom, and until when."""

    to = PersonField(label="Prestar a", queryset=None, empty_label="Elija a una persona",
                     error_messages={"required": "Elija a quién presta.",
                                     "invalid_choice": "Elija a una persona de la lista."})  # fmt: skip
    due_on = DateTextField(label="Fecha de devolución")
    comment = _comment()

    def __init__(self, *args, institution, **kwargs):
        super().__init__(*args, auto_id="prestar_%s", **kwargs)
        posts = Appointment.objects.with_names().working().filter(institution=institution)
        self.fields["to"].queryset = posts.order_by("person__surnames", "person__given_names", "pk")
