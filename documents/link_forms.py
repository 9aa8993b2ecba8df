"""Forms of the pages of a document: associations and Cambios en línea."""

from django import forms
from django.db.models import Q

from documents.acts.forms import PersonField
from documents.composing.rules import types_for
from documents.models import Classification, Copy, DocumentType
from documents.services.data import NEEDS_COMMENT, editable
from documents.services.incoming import directable
from documents.states import Category, Confidentiality, CopyState, DocumentKind
from quipux.web.forms import Form

NO_CLASSIFICATION = "Sin tipificación"


class LinkForm(Form):
    """Another document by its number, and which of the two came first."""

    number = forms.CharField(label="Número del documento", max_length=80,
                             widget=forms.TextInput(attrs={"autocomplete": "off", "size": 30}))  # fmt: skip
    role = forms.ChoiceField(label="Ese documento es", choices=[("antecedent", "Antecedente de este"),
                                                                ("consequent", "Consecuente de este")],
                             widget=forms.RadioSelect, initial="antecedent")  # fmt: skip

    def __init__(self, *args, copy, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.copy, self.actor = copy, actor

    def clean_number(self):
        text = self.cleaned_data["number"].strip().replace("\0", "")
        named = Q(number__iexact=text) | Q(document__number__iexact=text) | Q(document__temporary_number__iexact=text)
        found = Copy.objects.visible_to(self.actor).filter(named).exclude(document=self.copy.document_id)
        copies = sorted(found.select_related("document"), key=lambda one: one.holder_id != self.actor.appointment.pk)
        if not copies:
            raise forms.ValidationError("No encontramos entre sus documentos uno con ese número.")
        self.cleaned_data["other"] = copies[0]
        return text

    @property
    def pair(self) -> tuple[Copy, Copy]:
        """The consequent, then its antecedent."""
        other = self.cleaned_data["other"]
        return (self.copy, other) if self.cleaned_data["role"] == "antecedent" else (other, self.copy)


class DataForm(Form):
    """What the state of the copy admits to change; of a draft written here, its type too."""

    tipo = forms.ModelChoiceField(label="Tipo de Documento", queryset=DocumentType.objects.none(), empty_label=None,
                                  help_text="Con otro tipo las opciones de impresión vuelven a las usuales.",
                                  error_messages={"invalid_choice": "Elija un tipo de la lista."})  # fmt: skip
    category = forms.ChoiceField(label="Categoría", choices=Category.choices)
    classification = forms.ChoiceField(label="Tipificación")
    confidentiality = forms.ChoiceField(label="Nivel de Seguridad", choices=Confidentiality.choices,
                                        widget=forms.RadioSelect,
                                        help_text="Cambia solo esta copia: las demás conservan su nivel.")  # fmt: skip
    directed_to = PersonField(label="Dirigido a", queryset=None, required=False, empty_label="A su destinatario",
                              error_messages={"invalid_choice": "Elija a una persona de la lista."})  # fmt: skip
    notes = forms.CharField(label="Notas", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    comment = forms.CharField(label="Comentario", max_length=550, required=False,
                              widget=forms.Textarea(attrs={"rows": 3}),
                              help_text="Obligatorio si el documento pasa a Público.")  # fmt: skip

    def __init__(self, *args, copy, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.copy, allowed = copy, editable(copy)
        self._offer_types(actor)
        self.fields["directed_to"].queryset = directable(copy.institution)
        for name in ("category", "classification", "confidentiality", "directed_to", "notes"):
            if name in allowed:
                self.fields[name].initial = getattr(copy, name)
            else:
                del self.fields[name]
        if "classification" in self.fields:
            own = Classification.objects.filter(institution=copy.institution_id, is_active=True).order_by("name")
            names = [NO_CLASSIFICATION, *own.values_list("name", flat=True), copy.classification]
            self.fields["classification"].choices = [(name, name) for name in dict.fromkeys(names)]

    def _offer_types(self, actor):
        document = self.copy.document
        if self.copy.state != CopyState.DRAFT or document.kind != DocumentKind.OUTGOING:
            del self.fields["tipo"]
            return
        offered = [document.type_id, *(kind.pk for kind in types_for(actor))]
        self.fields["tipo"].queryset = DocumentType.objects.filter(pk__in=offered).order_by("label")
        self.fields["tipo"].initial = document.type_id

    def clean(self):
        data = super().clean()
        lowered = data.get("confidentiality") == Confidentiality.PUBLIC and self.copy.is_confidential
        if lowered and not data.get("comment", "").strip():
            self.add_error("comment", NEEDS_COMMENT)
        return data

    @property
    def changes(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("comment", "tipo")}
