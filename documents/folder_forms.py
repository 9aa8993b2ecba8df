"""Forms of carpetas virtuales and metadatos."""

from django import forms

from documents.acts.forms import CommentForm
from documents.models import Folder
from documents.services import folders, metadata
from quipux.web.forms import DateTextField, Form, ModelForm


class FolderForm(ModelForm):
    """A folder: name, code, where it stands, how long its papers are kept."""

    class Meta:
        model = Folder
        fields = ["name", "code", "parent", "years_office", "years_central", "is_active"]
        labels = {"name": "Nombre", "code": "Código", "parent": "Carpeta principal", "is_active": "Activa",
                  "years_office": "Años en archivo de gestión", "years_central": "Años en archivo central"}  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tree = folders.folder_tree(self.instance.area_id)
        choices = [(f.pk, "— " * depth + f.name) for depth, f in tree if f.pk != self.instance.pk]
        self.fields["parent"].queryset = Folder.objects.filter(area=self.instance.area_id)
        self.fields["parent"].choices = [("", "Ninguna"), *choices]
        if self.instance.pk is None:
            del self.fields["is_active"]


def folder_choices(area) -> list[tuple]:
    return [(folder.pk, "— " * depth + folder.name) for depth, folder in folders.folder_tree(area)]


class FolderChoice(forms.ModelChoiceField):
    """A folder in use of the actor's área, drawn as the tree."""

    def of(self, area):
        self.queryset = Folder.objects.filter(area=area, is_active=True)
        self.choices = [("", "Elija una carpeta"), *folder_choices(area)]


def _folder_field():
    return FolderChoice(label="Carpeta de su área", queryset=Folder.objects.none(),
                        error_messages={"required": "Elija una carpeta.",
                                        "invalid_choice": "Elija una carpeta de la lista."})  # fmt: skip


class PutForm(Form):
    folder = _folder_field()

    def __init__(self, *args, area, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["folder"].of(area)


class PutActForm(CommentForm):
    """Carpeta Virtual for many documents."""

    folder = _folder_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("phrase", "comment"):
            self.fields.pop(name, None)
        self.fields["folder"].of(self.actor.appointment.area_id)


class FolderFilterForm(forms.Form):
    """Filters of the documents of a folder; its address is its saved state."""

    unmarked = True
    texto = forms.CharField(label="Texto a buscar", max_length=100, required=False)
    desde = DateTextField(label="Desde", required=False, help_text="")
    hasta = DateTextField(label="Hasta", required=False, help_text="")


class MetadataForm(Form):
    """One line per heading of the área and the institution."""

    def __init__(self, *args, copy, actor, **kwargs):
        super().__init__(*args, **kwargs)
        had = metadata.values_of(copy, actor)
        for label in metadata.labels_for(actor):
            name = f"{label.parent.name}: {label.name}" if label.parent else label.name
            self.fields[f"m{label.pk}"] = forms.CharField(label=name, max_length=250, required=False,
                                                          initial=had.get(label.pk, ""))  # fmt: skip

    @property
    def values(self) -> dict[int, str]:
        return {int(name[1:]): text for name, text in self.cleaned_data.items()}
