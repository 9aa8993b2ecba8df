"""Form of a heading of metadatos."""

from documents.choices.headings import headings_of
from documents.models import MetadataLabel
from institutions.areas.tree import choices
from institutions.models import Area
from quipux.web.forms import ModelForm


class HeadingForm(ModelForm):
    """A heading: its name, whose it is, what it stands under."""

    class Meta:
        model = MetadataLabel
        fields = ["name", "area", "parent", "is_active"]
        labels = {"name": "Nombre", "area": "Área que lo usa", "parent": "Grupo", "is_active": "En uso"}
        help_texts = {"area": "Vacía si lo usa toda la institución.",
                      "parent": "El metadato bajo el que se muestra, de la misma área."}  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        institution = self.instance.institution
        areas = Area.objects.filter(institution=institution, is_active=True)
        self.fields["area"].queryset = areas
        self.fields["area"].choices = [("", "Toda la institución"), *choices(areas)]
        self.fields["parent"].queryset = MetadataLabel.objects.filter(institution=institution)
        self.fields["parent"].choices = [("", "Ninguno"), *(
            (row.pk, "— " * depth + row.name + (f" ({row.area.name})" if row.area else ""))
            for depth, row in headings_of(institution) if row.pk != self.instance.pk)]  # fmt: skip
        if self.instance.pk is None:
            del self.fields["is_active"]

    def validate_constraints(self):
        """The service says what is taken."""
