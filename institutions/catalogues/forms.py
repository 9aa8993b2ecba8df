"""Forms of the catalogues of an institution."""

from django import forms

from accounts.models import CatalogueEntry, CatalogueKind
from institutions.catalogue import BY_CODE, BY_SLUG
from institutions.models import Post, RoleTemplate
from institutions.permissions.forms import by_group, grantable
from quipux.web.forms import Form, ModelForm


class PostForm(ModelForm):
    """A puesto to choose from."""

    starred = True

    class Meta:
        model = Post
        fields = ["name", "heading", "level", "is_active"]
        labels = {"name": "Nombre", "heading": "Puesto cabecera", "level": "Nivel jerárquico", "is_active": "Activo"}


class RoleForm(ModelForm):
    """A role template: its name and its permissions, those that the actor may give."""

    starred = True

    class Meta:
        model = RoleTemplate
        fields = ["name", "is_active"]
        labels = {"name": "Nombre", "is_active": "Activa"}

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        held, self.names = {BY_CODE[code].slug for code in self.instance.codes or () if code in BY_CODE}, []
        for index, (label, rows) in enumerate(by_group(grantable(actor))):
            self.names.append(f"grupo{index}")
            self.fields[f"grupo{index}"] = forms.MultipleChoiceField(
                label=label, choices=rows, required=False, widget=forms.CheckboxSelectMultiple,
                initial=[slug for slug, _ in rows if slug in held])  # fmt: skip

    @property
    def codes(self) -> list[int]:
        return sorted(BY_SLUG[slug].code for name in self.names for slug in self.cleaned_data[name])


class EntryForm(ModelForm):
    """A row of a global catalogue, edited by the AGQ."""

    starred = True

    class Meta:
        model = CatalogueEntry
        fields = ["parent", "name", "feminine", "abbreviation", "is_active"]
        labels = {"parent": "Pertenece a", "name": "Nombre", "feminine": "Forma femenina", "abbreviation": "Abreviatura",
                  "is_active": "Activo"}  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        above = CatalogueKind(self.instance.kind).above
        if above is None:
            del self.fields["parent"]
            return
        self.fields["parent"].queryset = CatalogueEntry.objects.filter(kind=above, is_active=True).order_by(
            "name", "pk"
        )
        self.fields["parent"].empty_label, self.fields["parent"].required = f"Elija {above.label.lower()}", True


class FileForm(Form):
    """A file of rows."""

    archivo = forms.FileField(label="Archivo CSV", help_text="Con las columnas del archivo exportado, en UTF-8.",
                              widget=forms.FileInput({"accept": ".csv"}))  # fmt: skip
