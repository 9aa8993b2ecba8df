"""Forms of the types of document of an institution (documents §3)."""

from django import forms

from documents.acts.forms import SHOWN_AT_ONCE, PeopleField, named_so
from documents.choices import types
from documents.composing.payload import for_textarea
from documents.models import InstitutionType
from documents.states import Makers
from documents.text import paragraphs
from institutions.models import Appointment
from quipux.web.forms import Form

ABBREVIATION = "Letras mayúsculas y números; consta en los números de los documentos."
SHORT = forms.TextInput({"class": "govuk-input--width-5"})


class NewTypeForm(Form):
    """A type of the institution's own."""

    starred = True

    label = forms.CharField(label="Nombre", max_length=60, widget=forms.TextInput({"class": "govuk-input--width-30"}))
    abbreviation = forms.CharField(label="Abreviatura", max_length=types.LONGEST_ABBREVIATION, help_text=ABBREVIATION,
                                   widget=SHORT)  # fmt: skip
    layout = forms.ChoiceField(label="Formato del PDF", choices=types.LAYOUTS,
                               help_text="El de uno de los tipos del catálogo.")  # fmt: skip


class TypeForm(Form):
    """How the institution uses one type."""

    starred = True

    is_active = forms.BooleanField(label="Se usa en la institución", required=False,
                                   help_text="Si quita la marca, los borradores que existen se pueden terminar.")  # fmt: skip
    abbreviation = forms.CharField(
        label="Abreviatura", max_length=types.LONGEST_ABBREVIATION, required=False, widget=SHORT
    )
    makers = forms.ChoiceField(label="Quién lo elabora", choices=Makers.choices, widget=forms.RadioSelect)
    q = forms.CharField(label="Buscar persona, puesto o área", max_length=60, required=False)
    listed = PeopleField(label="Personas señaladas", queryset=Appointment.objects.none(), required=False,
                         widget=forms.CheckboxSelectMultiple)  # fmt: skip
    initial_html = forms.CharField(label="Texto inicial", required=False, widget=forms.Textarea({"rows": 8}))
    written = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, institution, row: InstitutionType):
        text, written = for_textarea(row.initial_html)
        super().__init__(data, initial={
            "is_active": row.is_active, "abbreviation": row.abbreviation, "makers": row.makers, "written": written,
            "initial_html": text})  # fmt: skip
        own = row.type.abbreviation or "ninguna"
        self.fields["abbreviation"].help_text = f"{ABBREVIATION} Si la deja vacía se usa la del tipo: {own}."
        self.fields["initial_html"].help_text = (
            "Una línea vacía empieza otro párrafo." if written == "texto" else
            "El texto tiene formato y se muestra con sus etiquetas."
        ) + (" Si lo deja vacío se usa el del catálogo." if row.type.initial_html else "")  # fmt: skip
        self._offer(institution, row)

    def _offer(self, institution, row):
        """Who is listed, and who was searched for."""
        posts = Appointment.objects.working().filter(institution=institution).with_names().with_charge()
        posts = posts.order_by("person__surnames", "person__given_names", "pk")
        field = self.fields["listed"]
        field.queryset = posts
        ticked = [key for key in self.data.getlist("listed") if key.isdigit()] if self.is_bound else []
        had = list(row.listed.values_list("pk", flat=True)) if row.pk else []
        text = self.data.get("q", "").strip() if self.is_bound else ""
        shown = [*posts.filter(pk__in=[*had, *ticked]), *(posts.filter(named_so(text))[:SHOWN_AT_ONCE] if text else ())]
        field.choices = [(post.pk, field.label_from_instance(post)) for post in dict.fromkeys(shown)]
        field.initial = had
        if not shown:
            field.help_text = "Todavía nadie. Busque a cada persona y márquela."

    def forget_errors(self) -> None:
        """Draw what was typed without judging it: the person is still choosing."""
        self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}

    @property
    def wanted(self) -> types.Wanted:
        data = self.cleaned_data
        text = data["initial_html"]
        return types.Wanted(data["is_active"], data["abbreviation"], data["makers"], list(data["listed"]),
                            text if data["written"] == "html" else paragraphs(text))  # fmt: skip
