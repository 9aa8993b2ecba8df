"""Forms of trays."""

from django import forms

from documents.matching import SHORTEST_WORD, words_of
from documents.models import DocumentType
from documents.states import Category
from quipux.web.forms import DateTextField


def _date(name):
    sentence = f"Escriba la fecha {name} como año-mes-día, por ejemplo 2016-01-04"
    return DateTextField(label=name, required=False, help_text="", error_messages={"invalid": sentence})


class TrayFilterForm(forms.Form):
    """Filters of a tray; its address is its saved state (ui §7.2)."""

    unmarked = True  # every field is optional: saying so five times would hide the labels

    texto = forms.CharField(label="Texto a buscar", max_length=100, required=False,
                            widget=forms.TextInput(attrs={"size": 24, "autocomplete": "off"}))  # fmt: skip
    tipo = forms.ChoiceField(label="Tipo de documento", required=False,
                             error_messages={"invalid_choice": "Elija un tipo de la lista."})  # fmt: skip
    categoria = forms.ChoiceField(label="Categoría", required=False, choices=[("", "Todas"), *Category.choices],
                                  error_messages={"invalid_choice": "Elija una categoría de la lista."})  # fmt: skip
    desde = _date("Desde")
    hasta = _date("Hasta")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        types = DocumentType.objects.filter(is_active=True).order_by("label").values_list("slug", "label")
        self.fields["tipo"].choices = [("", "Todos"), *types]

    def clean_texto(self):
        text = self.cleaned_data["texto"].replace("\0", "")
        if text and not words_of(text):
            raise forms.ValidationError(f"Escriba al menos una palabra de {SHORTEST_WORD} letras.")
        return text

    def clean(self):
        data = super().clean()
        start, end = data.get("desde"), data.get("hasta")
        if start and end and start > end:
            self.add_error("desde", "La fecha Desde debe ser menor o igual que la fecha Hasta.")
        return data

    @property
    def in_words(self) -> str:
        """What is active, for the closed disclosure: «texto «informe», tipo Memorando»."""
        if not self.is_valid():
            return ""
        data = self.cleaned_data
        named = {
            "texto": f"texto «{data['texto']}»",
            "desde": f"desde {data['desde']}",
            "hasta": f"hasta {data['hasta']}",
        }
        for name in ("tipo", "categoria"):
            named[name] = dict(self.fields[name].choices).get(data[name], "")
        return ", ".join(named[name] for name in self.fields if data[name])
