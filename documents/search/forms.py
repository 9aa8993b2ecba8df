"""The form of Búsqueda Avanzada; its address is its saved state (documents §13.2)."""

from django import forms

from documents.models import DocumentType
from documents.search.criteria import Criteria
from documents.search.words import SHORTEST_PART, cleaned
from documents.states import Category, CopyState
from institutions.models import Area
from quipux.web.forms import DateTextField, Form

ME, ANYBODY = "yo", "todos"
SIGNED = {"si": True, "no": False}
STATES = [(value, label) for value, label in CopyState.choices if value != CopyState.PURGED]


def _words(label, size=24, **fields):
    widget = forms.TextInput(attrs={"size": size, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget, **fields)


def _choice(label, choices, **fields):
    return forms.ChoiceField(label=label, required=False, choices=choices, **fields,
                             error_messages={"invalid_choice": f"Elija «{label}» de la lista."})  # fmt: skip


def _day(name):
    sentence = f"Escriba la fecha {name} como año-mes-día, por ejemplo 2016-01-04"
    return DateTextField(label=name, required=False, help_text="", error_messages={"invalid": sentence})


class SearchForm(Form):
    """What to look for; every field may stay empty."""

    unmarked = True

    texto = _words("Texto", 30)
    numero = _words("No. Documento")
    referencia = _words("No. Referencia", 18)
    de = _words("De", 20)
    para = _words("Para o Copia", 20, help_text="Varias personas, separadas con punto y coma")
    tipo = _choice("Tipo de documento", [])
    estado = _choice("Estado", [("", "Todos"), *STATES])
    categoria = _choice("Categoría", [("", "Todas"), *Category.choices])
    tipificacion = _words("Tipificación", 16)
    firmado = _choice("Firmado electrónicamente", [("", "Todos"), ("si", "Sí"), ("no", "No")])
    fecha = _choice("Fecha", [("", "Del documento"), ("registro", "De registro")])
    desde = _day("Desde")
    hasta = _day("Hasta")
    area = _choice("Área actual", [])
    participa = _choice("Servidor público", [(ME, "Yo"), (ANYBODY, "Cualquiera")])
    servidor = _words("Nombre del servidor", 20)
    anexos = forms.BooleanField(label="Con anexos", required=False)

    def __init__(self, data, *, actor):
        super().__init__(data or None)
        self.actor = actor
        types = DocumentType.objects.filter(is_active=True).order_by("label").values_list("slug", "label")
        self.fields["tipo"].choices = [("", "Todos"), *types]
        areas = Area.objects.filter(institution=actor.institution, is_active=True).order_by("name")
        self.fields["area"].choices = [
            ("", "Todas"),
            *((str(pk), name) for pk, name in areas.values_list("pk", "name")),
        ]

    def clean_numero(self):
        number = cleaned(self.cleaned_data["numero"])
        if number and len(number) < SHORTEST_PART:
            raise forms.ValidationError(f"Escriba al menos {SHORTEST_PART} caracteres del número.")
        return number

    def clean(self):
        data = super().clean()
        start, end = data.get("desde"), data.get("hasta")
        if start and end and start > end:
            self.add_error("desde", "La fecha Desde debe ser menor o igual que la fecha Hasta.")
        if (
            data.get("participa") == ANYBODY
            and not self.errors
            and not any(value for name, value in data.items() if name not in ("participa", "fecha"))
        ):
            raise forms.ValidationError("Escriba al menos un dato para buscar entre los documentos de cualquiera.")
        return data

    @property
    def criteria(self) -> Criteria:
        data = self.cleaned_data
        mine = data["participa"] != ANYBODY and not data["servidor"]
        return Criteria(
            number=data["numero"], reference=data["referencia"], sender=data["de"], text=data["texto"],
            receivers=tuple(filter(None, map(str.strip, data["para"].split(";")))), state=data["estado"],
            type=data["tipo"], category=data["categoria"], classification=data["tipificacion"],
            signed=SIGNED.get(data["firmado"]), registered=data["fecha"] == "registro", start=data["desde"],
            end=data["hasta"], area=int(data["area"]) if data["area"] else None,
            participant=self.actor.appointment.pk if mine else None, participant_name=data["servidor"],
            with_attachments=data["anexos"],
        )  # fmt: skip

    @property
    def in_words(self) -> str:
        """What is looked for, for the closed disclosure and the head of an export."""
        data = self.cleaned_data
        said = [
            f"{field.label} «{self._said(name, field)}»"
            for name, field in self.fields.items()
            if name != "anexos"
            and (data[name] or name == "participa")
            and not (name == "participa" and data["servidor"])
        ]
        return ", ".join([*said, *(["con anexos"] if data["anexos"] else [])])

    def _said(self, name, field):
        value = self.cleaned_data[name]
        return dict(field.choices).get(value or ME, value) if hasattr(field, "choices") else value
