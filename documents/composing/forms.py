"""Forms of composing and of its picker (documents §6.1, §6.2, §6.6)."""

from django import forms

from documents import images
from documents.composing.incoming import directed_choices
from documents.models import Classification, PrintOptions
from documents.services.draft_rows import LONGEST_DESCRIPTION, LONGEST_NOTES, LONGEST_SUBJECT, UNCLASSIFIED
from documents.services.incoming import LONGEST_REFERENCE, LONGEST_SUMMARY
from documents.states import Addressing, Category, Confidentiality
from quipux.web.forms import DATE_HINT, DateTextWidget, Form, ModelForm


class _DataForm(Form):
    """What every document has; what is typed is kept before anything is refused, so nothing here is judged."""

    starred = True

    nivel = forms.ChoiceField(label="Nivel de seguridad", choices=Confidentiality.choices)
    categoria = forms.ChoiceField(label="Categoría", choices=Category.choices)
    tipificacion = forms.ChoiceField(label="Tipificación")
    asunto = forms.CharField(label="Asunto", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    descripcion = forms.CharField(label="Descripción de anexos", required=False,
                                  help_text=f"Se imprime en el documento. Hasta {LONGEST_DESCRIPTION} caracteres.",
                                  widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip
    notas = forms.CharField(label="Notas", required=False, widget=forms.Textarea(attrs={"rows": 3}),
                            help_text=f"No se imprimen nunca. Hasta {LONGEST_NOTES} caracteres.")  # fmt: skip

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        names = Classification.objects.filter(institution=actor.institution, is_active=True).order_by("name")
        values = [UNCLASSIFIED, *names.values_list("name", flat=True)]
        chosen = (self.data or self.initial).get("tipificacion") or UNCLASSIFIED
        self.fields["tipificacion"].choices = [(v, v) for v in dict.fromkeys([*values, chosen])]
        self.fields["asunto"].widget.attrs["data-limit"] = LONGEST_SUBJECT


class InformationForm(_DataForm):
    """Tab Información of what is written here."""

    tipo = forms.ChoiceField(label="Tipo de Documento")
    cuerpo = forms.CharField(label="Cuerpo", required=False, widget=forms.Textarea(attrs={"rows": 16}))
    imagen = forms.FileField(label="Imagen", required=False, help_text=images.LIMITS,
                             widget=forms.FileInput(attrs={"accept": images.TYPES}))  # fmt: skip
    imagen_descripcion = forms.CharField(
        label="Descripción de la imagen", required=False,
        help_text="La lee quien no puede verla. Déjela vacía solo si la imagen es un adorno.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": images.LONGEST_ALTERNATIVE}))  # fmt: skip
    oculta = forms.BooleanField(label="Borrar recorrido luego de la firma", required=False)
    field_order = ["tipo", "nivel", "categoria", "tipificacion", "asunto", "cuerpo", "imagen",
                   "imagen_descripcion", "descripcion", "notas", "oculta"]  # fmt: skip

    def __init__(self, *args, actor, types, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["tipo"].choices = [(kind.slug, kind.label) for kind in types]
        if not actor.holds("hide_draft_steps"):
            del self.fields["oculta"]


class IncomingForm(_DataForm):
    """Tab Información of what comes from outside; the type is always Externo and not shown."""

    fecha = forms.CharField(label="Fecha del documento", help_text=DATE_HINT, widget=DateTextWidget())
    referencia = forms.CharField(label="No. Referencia", required=False,
                                 help_text=f"El que trae el documento. Hasta {LONGEST_REFERENCE} caracteres.",
                                 widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip
    resumen = forms.CharField(label="Resumen", required=False, widget=forms.Textarea(attrs={"rows": 5}),
                              help_text=f"Texto sin formato. Hasta {LONGEST_SUMMARY} caracteres.")  # fmt: skip
    dirigido = forms.ChoiceField(
        label="Dirigir documento a", required=False,
        help_text="Si elige a alguien, el documento le llega a esa persona y el destinatario queda informado.")  # fmt: skip

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["dirigido"].choices = [("", "A su destinatario"), *directed_choices(actor)]
        self.fields["descripcion"].help_text = f"Hasta {LONGEST_DESCRIPTION} caracteres."


# Which options a layout family offers (documents §6.6); what is not offered is not kept.
CLOSING = ("signature_at", "farewell", "hides_farewell", "phrase", "hides_phrase", "hides_attachments", "hides_reference",
           "hides_initials")  # fmt: skip
EVERY = ("addressing", "uses_background", "scale")
OFFERED = {
    "oficio": (
        *EVERY,
        "hides_number",
        "hides_subject",
        *CLOSING,
        "is_italic",
        "addressee_at",
        "adds_signers",
        "greeting",
    ),
    "circular": (*EVERY, *CLOSING),
    "memorando": (*EVERY, *CLOSING),
    "resolucion": (*EVERY, *CLOSING),
    "nota": (*EVERY, "greeting", "adds_signers", "is_italic", "note_kind"),
    "acuerdo": (*EVERY, "given_in"),
}
SCALES = [(n, f"{n} %") for n in range(80, 121, 5)]
NOTES = [("", "Sin indicar"), ("verbal", "Verbal"), ("diplomatica", "Diplomática"), ("reversal", "Reversal")]


def offered_for(kind) -> tuple[str, ...]:
    """Fields of PrintOptions that documents of a type may use."""
    return OFFERED.get("circular" if kind.slug == "circular" else kind.layout, EVERY)


class OptionsForm(ModelForm):
    """Tab Opciones de Impresión: only what the type offers; the values that are the default are not kept."""

    unmarked = True

    class Meta:
        model = PrintOptions
        exclude = ("document",)
        labels = {"addressing": "Tipo de impresión de los destinatarios", "uses_background": "Usar plantilla del área",
                  "hides_attachments": "Ocultar anexos", "is_italic": "Letra cursiva", "addressee_at": "Destinatario en",
                  "signature_at": "Posición de la firma", "adds_signers": "Añadir «y más firmantes»",
                  "greeting": "Saludo o lugar", "given_in": "Dado en (ciudad)"}  # fmt: skip
        help_texts = {"greeting": "Por ejemplo: En su Despacho", "farewell": "Por ejemplo: Atentamente,",
                      "phrase": "Si lo deja vacío se imprime la frase de la institución."}  # fmt: skip

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = offered_for(kind)
        self.fields = {name: self.fields[name] for name in allowed}
        self.fields["scale"] = forms.TypedChoiceField(label="Ajustar texto", choices=SCALES, coerce=int, initial=100)
        if "note_kind" in self.fields:
            self.fields["note_kind"] = forms.ChoiceField(label="Clase de nota", choices=NOTES, required=False)
        for name in ("addressing", "signature_at", "addressee_at"):
            if name in self.fields:
                choices = Addressing.choices if name == "addressing" else PrintOptions._meta.get_field(name).choices
                self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=choices)

    def chosen(self) -> dict:
        """What differs from the default, as it is kept in a text."""
        defaults = {f.name: f.get_default() for f in PrintOptions._meta.concrete_fields}
        return {name: value for name, value in self.cleaned_data.items() if value != defaults[name]}


PRINTED = (("override_academic_title", "Título"), ("override_title", "Puesto"), ("override_institution", "Institución"),
           ("override_place", "Lugar"))  # fmt: skip
LONGEST = {"override_academic_title": 60, "override_title": 200, "override_institution": 200, "override_place": 80}


def prints_parties(kind) -> bool:
    """Whether what is printed of each addressee may be written by hand."""
    return "greeting" in offered_for(kind)


def printed_of(data) -> dict[str, dict[str, str]]:
    """What the posted tab says of each addressee: fields «impreso|<party_key>|<name>»."""
    found = {}
    for field, value in data.items():
        start, _, rest = field.partition("|")
        key, _, name = rest.partition("|")
        if start == "impreso" and name in LONGEST and value.strip():
            found.setdefault(key, {})[name] = " ".join(value.split())[: LONGEST[name]]
    return found


def options_typed(data, kind) -> dict:
    """What the posted tab Opciones changes of a text of a type; its options stay as they were where they are not valid."""
    form = OptionsForm(data, kind=kind)
    printed = {"impresos": printed_of(data)} if prints_parties(kind) else {}
    return ({"opciones": form.chosen()} if form.is_valid() else {}) | printed


class PickerForm(forms.Form):
    """«Buscar De/Para»: filters live in the address."""

    unmarked = True

    usuarios = forms.ChoiceField(label="Tipo de usuario", required=False, choices=[
        ("", "Todos"), ("servidor", "Servidor Público"), ("ciudadano", "Ciudadano")])  # fmt: skip
    texto = forms.CharField(label="Nombre, cédula, puesto, correo o institución", required=False, max_length=100,
                            widget=forms.TextInput(attrs={"size": 30, "autocomplete": "off"}))  # fmt: skip
    institucion = forms.ChoiceField(label="Institución", required=False)
    area = forms.ChoiceField(label="Área", required=False)

    def __init__(self, *args, institutions, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institucion"].choices = [("", "Todas"), *institutions]
        self.fields["area"].choices = [("", "Todas"), *areas]

    def clean_texto(self):
        return self.cleaned_data["texto"].replace("\0", "").strip()
