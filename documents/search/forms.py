"""The forms of Búsqueda Avanzada and Búsqueda en adscritas; an address is their saved state (documents §13.2, §13.7)."""

from django import forms
from django.db.models import Q

from documents.models import Classification, DocumentType, Folder
from documents.search.criteria import Criteria
from documents.search.words import SHORTEST_PART, cleaned
from documents.services.labels import own_labels
from documents.states import Category, CopyState
from institutions.models import Area, Institution
from quipux.web.forms import DateTextField, Form

ME, ANYBODY = "yo", "todos"
SIGNED = {"si": True, "no": False}
STATES = [(value, label) for value, label in CopyState.choices if value != CopyState.PURGED]
UNCLASSIFIED = "Sin tipificación"
NOT_ENOUGH = ("participa", "fecha")  # alone they are no question


def _words(label, size=24, **fields):
    widget = forms.TextInput(attrs={"size": size, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget, **fields)


def _choice(label, choices=(), **fields):
    return forms.ChoiceField(label=label, required=False, choices=choices, **fields,
                             error_messages={"invalid_choice": f"Elija «{label}» de la lista."})  # fmt: skip


def _day(name):
    sentence = f"Escriba la fecha {name} como año-mes-día, por ejemplo 2016-01-04"
    return DateTextField(label=name, required=False, help_text="", error_messages={"invalid": sentence})


class FoundByForm(Form):
    """What both searches ask for; every field may stay empty."""

    unmarked = True

    texto = _words("Texto", 30)
    numero = _words("No. Documento")
    referencia = _words("No. Referencia", 18)
    de = _words("De", 20)
    para = _words("Para o Copia", 20, help_text="Varias personas, separadas con punto y coma")
    tipo = _choice("Tipo de documento")
    fecha = _choice("Fecha", [("", "Del documento"), ("registro", "De registro")])
    desde = _day("Desde")
    hasta = _day("Hasta")

    def __init__(self, data, *, actor):
        super().__init__(data or None)
        self.actor = actor
        own = Q(institution=None) | Q(institution=actor.institution)
        types = DocumentType.objects.filter(own, is_active=True).order_by("label")
        self._offer("tipo", "Todos", types.values_list("slug", "label"))

    def _offer(self, name, everything, rows):
        self.fields[name].choices = [("", everything), *((str(value), label) for value, label in rows)]

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
        return data

    @property
    def asks_something(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name not in NOT_ENOUGH)

    @property
    def criteria(self) -> Criteria:
        return Criteria(**self._criteria())

    def _criteria(self) -> dict:
        data = self.cleaned_data
        return {
            "number": data["numero"], "reference": data["referencia"], "sender": data["de"], "text": data["texto"],
            "receivers": tuple(filter(None, map(str.strip, data["para"].split(";")))), "type": data["tipo"],
            "registered": data["fecha"] == "registro", "start": data["desde"], "end": data["hasta"],
            "institution": _key(data.get("institucion")),
        }  # fmt: skip

    @property
    def in_words(self) -> str:
        """What is looked for, for the closed disclosure and the head of an export."""
        said = ((field.label, self._said(name, field)) for name, field in self.fields.items())
        return ", ".join(f"{label} «{words}»" for label, words in said if words)

    def _said(self, name, field):
        value = self.cleaned_data[name]
        if isinstance(value, bool):
            return "Sí" if value else ""
        return dict(field.choices).get(value, "") if value and hasattr(field, "choices") else value


class SearchForm(FoundByForm):
    """Búsqueda Avanzada."""

    estado = _choice("Estado", [("", "Todos"), *STATES])
    categoria = _choice("Categoría", [("", "Todas"), *Category.choices])
    tipificacion = _choice("Tipificación")
    firmado = _choice("Firmado electrónicamente", [("", "Todos"), ("si", "Sí"), ("no", "No")])
    institucion = _choice("Institución")
    area = _choice("Área actual")
    carpeta = _choice("Carpeta virtual")
    metadatos = _words("Metadatos", 16)
    participa = _choice("Servidor público", [(ME, "Yo"), (ANYBODY, "Cualquiera")])
    servidor = _words("Nombre del servidor", 20)
    anexos = forms.BooleanField(label="Con anexos", required=False)
    etiqueta = _choice("Etiqueta")

    def __init__(self, data, *, actor):
        super().__init__(data, actor=actor)
        post = actor.appointment
        areas = Area.objects.filter(institution=post.institution_id, is_active=True).order_by("name")
        self._offer("area", "Todas", areas.values_list("pk", "name"))
        folders = Folder.objects.filter(area=post.area_id, is_active=True).order_by("name")
        self._offer("carpeta", "Todas", folders.values_list("pk", "name"))
        names = (
            Classification.objects.filter(institution=post.institution_id)
            .order_by("name")
            .values_list("name", flat=True)
        )
        self._offer("tipificacion", "Todas", ((name, name) for name in dict.fromkeys([UNCLASSIFIED, *names])))
        labels = list(own_labels(actor).values_list("pk", "name"))
        if labels:
            self._offer("etiqueta", "Todas", labels)
        else:
            del self.fields["etiqueta"]
        if actor.holds("search_attached"):
            self._offer("institucion", "Todas", [(post.institution_id, post.institution.name), *_attached_to(post)])
        else:
            del self.fields["institucion"]

    def clean_participa(self):
        return "" if self.cleaned_data["participa"] == ME else self.cleaned_data["participa"]

    def clean(self):
        data = super().clean()
        if data.get("participa") == ANYBODY and not self.errors and not self.asks_something:
            raise forms.ValidationError("Escriba al menos un dato para buscar entre los documentos de cualquiera.")
        return data

    def _criteria(self) -> dict:
        data = self.cleaned_data
        mine = data["participa"] != ANYBODY and not data["servidor"]
        return super()._criteria() | {
            "state": data["estado"], "category": data["categoria"], "classification": data["tipificacion"],
            "signed": SIGNED.get(data["firmado"]), "area": _key(data["area"]), "folder": _key(data["carpeta"]),
            "metadata": data["metadatos"], "participant": self.actor.appointment.pk if mine else None,
            "participant_name": data["servidor"], "with_attachments": data["anexos"],
            "label": _key(data.get("etiqueta")),
        }  # fmt: skip


class AttachedForm(FoundByForm):
    """Búsqueda en adscritas."""

    institucion = _choice("Institución adscrita")

    def __init__(self, data, *, actor):
        super().__init__(data, actor=actor)
        self._offer("institucion", "Todas", _attached_to(actor.appointment))

    def clean(self):
        data = super().clean()
        if not self.errors and not self.asks_something:
            raise forms.ValidationError("Escriba al menos un dato para buscar.")
        return data


def _attached_to(post):
    return Institution.objects.filter(attached_to=post.institution_id).order_by("name").values_list("pk", "name")


def _key(text: str | None) -> int | None:
    return int(text) if text else None
