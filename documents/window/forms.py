"""Forms of the window (documents §11)."""

from django import forms

from documents.composing.picker import area_choices
from documents.matching import SHORTEST_WORD, words_of
from quipux.web.forms import DateTextField

IMAGE = [("", "Todos"), ("sin", "Sin imagen"), ("con", "Con imagen")]


def _words(label, size):
    return forms.CharField(label=label, max_length=100, required=False,
                           widget=forms.TextInput(attrs={"size": size, "autocomplete": "off"}))  # fmt: skip


def _date(name):
    sentence = f"Escriba la fecha {name} como año-mes-día, por ejemplo 2016-01-04"
    return DateTextField(label=name, required=False, help_text="", error_messages={"invalid": sentence})


class ScanFilterForm(forms.Form):
    """Filters of the lists of the window; the address is their saved state."""

    unmarked = True

    texto = _words("Texto a buscar", 22)
    area = forms.ChoiceField(label="Área del destinatario", required=False)
    servidor = _words("Destinatario", 18)
    imagen = forms.ChoiceField(label="Imagen del documento", required=False, choices=IMAGE)
    desde = _date("Desde")
    hasta = _date("Hasta")

    def __init__(self, *args, institution, **kwargs):
        super().__init__(*args, auto_id="filtro_%s", **kwargs)
        self.fields["area"].choices = [("", "Todas"), *area_choices(institution)]

    def clean_texto(self):
        return self._long_enough("texto")

    def clean_servidor(self):
        return self._long_enough("servidor")

    def _long_enough(self, name):
        text = self.cleaned_data[name].replace("\0", "")
        if text and not words_of(text):
            raise forms.ValidationError(f"Escriba al menos una palabra de {SHORTEST_WORD} letras.")
        return text

    def clean(self):
        data = super().clean()
        start, end = data.get("desde"), data.get("hasta")
        if start and end and start > end:
            self.add_error("desde", "La fecha Desde debe ser menor o igual que la fecha Hasta.")
        return data
