"""Forms of trays."""

from django import forms

from documents.matching import SHORTEST_WORD, words_of
from documents.trays.filters import CHOICES, LABEL, PEOPLE
from quipux.web.forms import DateTextField


def _date(name):
    sentence = f"Escriba la fecha {name} como año-mes-día, por ejemplo 2016-01-04"
    return DateTextField(label=name, required=False, help_text="", error_messages={"invalid": sentence})


def _words(label, size):
    return forms.CharField(label=label, max_length=100, required=False,
                           widget=forms.TextInput(attrs={"size": size, "autocomplete": "off"}))  # fmt: skip


def _choice(label, choices=()):
    article = "una" if label in ("Categoría", "Situación", "Entrega", "Etiqueta") else "un"
    return forms.ChoiceField(label=label, required=False, choices=choices, error_messages={
        "invalid_choice": f"Elija {article} {label.lower()} de la lista."})  # fmt: skip


class TrayFilterForm(forms.Form):
    """Filters of a tray; its address is its saved state (ui §7.2)."""

    unmarked = True  # every field is optional: saying so five times would hide the labels

    texto = _words("Texto a buscar", 24)
    desde = _date("Desde")
    hasta = _date("Hasta")

    def __init__(self, *args, tray, types, labels=(), **kwargs):
        """
        Args:
            tray: its own filters stand between the text and the dates.
            types: the document types, of which the active ones may be chosen.
            labels: the person's own (``documents.listing.own.Own``).
        """
        super().__init__(*args, **kwargs)
        self._types = types
        for name in tray.filters:
            self.fields[name] = self._field(name)
        if labels:
            own = [(str(label["pk"]), label["name"]) for label in labels]
            self.fields[LABEL] = _choice("Etiqueta", [("", "Todas"), *own])
        self.order_fields(["texto", *tray.filters, LABEL, "desde", "hasta"])

    def _field(self, name):
        if name in PEOPLE:
            return _words(PEOPLE[name][0], 18)
        if name in CHOICES:
            return _choice(*CHOICES[name])
        offered = sorted((one.label, one.slug) for one in self._types if one.is_active)
        return _choice("Tipo", [("", "Todos"), *((slug, label) for label, slug in offered)])

    def clean_texto(self):
        return self._long_enough("texto")

    def _long_enough(self, name):
        text = self.cleaned_data[name].replace("\0", "")
        if text and not words_of(text):
            raise forms.ValidationError(f"Escriba al menos una palabra de {SHORTEST_WORD} letras.")
        return text

    def clean(self):
        data = super().clean()
        for name in PEOPLE:
            if data.get(name):
                self._clean_person(name)
        start, end = data.get("desde"), data.get("hasta")
        if start and end and start > end:
            self.add_error("desde", "La fecha Desde debe ser menor o igual que la fecha Hasta.")
        return data

    def _clean_person(self, name):
        try:
            self.cleaned_data[name] = self._long_enough(name)
        except forms.ValidationError as fault:
            self.add_error(name, fault)

    @property
    def in_words(self) -> str:
        """What is active, for the closed disclosure: «texto «informe», tipo Memorando»."""
        if not self.is_valid():
            return ""
        return ", ".join(self._said(name, value) for name, value in self.cleaned_data.items() if value)

    def _said(self, name, value):
        field = self.fields[name]
        label = "texto" if name == "texto" else field.label.lower()
        if isinstance(field, forms.ChoiceField):
            return f"{label} {dict(field.choices)[value]}"
        return f"{label} {value}" if name in ("desde", "hasta") else f"{label} «{value}»"

    @property
    def offered(self) -> str:
        """What may be asked, for the closed disclosure when nothing is: «texto, tipo, categoría, fechas»."""
        own = (field.label.lower() for name, field in self.fields.items() if name not in ("texto", "desde", "hasta"))
        return ", ".join(["texto", *own, "fechas"])
