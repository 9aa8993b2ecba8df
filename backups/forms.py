"""Forms of backup requests."""

import re

from django import forms
from django.core.validators import MaxLengthValidator

from backups.presenters.wording import DECLARATION, RECONFIRM
from backups.states import RequestState
from documents.matching import SHORTEST_WORD, words_of
from institutions.models import Appointment, Area
from quipux.web.forms import DateTextField, Form

COMMENT_LIMIT = 1000
IN_ORDER = "La Fecha Inicio debe ser menor o igual que la Fecha Fin."
ONLY_DIGITS = "En el campo 'Nº solicitud' se debe ingresar sólo números y sin espacios."
LARGEST_NUMBER = 2**63 - 1
LISTED_STATES = (RequestState.DRAFT, RequestState.APPROVED, RequestState.FULFILLED, RequestState.DELETED)


def comment_field(**kwargs):
    """«Comentario», refused when too long and never cut."""
    texts = {"max_length": f"El comentario no puede superar {COMMENT_LIMIT} caracteres."}
    return forms.CharField(label="Comentario", max_length=COMMENT_LIMIT, error_messages=texts,
                           widget=forms.Textarea(attrs={"rows": 3}), **kwargs)  # fmt: skip


class RequestForm(Form):
    """«Solicitud de Respaldos»: the period and a comment."""

    date_from = DateTextField(label="Fecha Inicio")
    date_to = DateTextField(label="Fecha Fin")
    comment = comment_field(required=False)


class ConfirmationForm(RequestForm):
    """«Confirmación de envío»: what was typed travels hidden; only the declaration is asked."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    declared = forms.BooleanField(label=DECLARATION, required=False)

    def __init__(self, *args, asks_declaration=True, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("date_from", "date_to", "comment"):
            self.fields[name].widget = forms.HiddenInput()
        if not asks_declaration:
            self.fields["declared"].widget = forms.HiddenInput()


class ChosenInput(forms.HiddenInput):
    """What was chosen on a page of its own; errors about it lead to the button that opens that page."""

    is_hidden = False

    def id_for_label(self, id_):
        return f"{id_}_boton"


class InstitutionalForm(RequestForm):
    """«Solicitud de Respaldos» of the AIQ: also whose documents, and the citizen's petition.

    ``petition_for`` is the servant for whom the petition was chosen: with another one it is confirmed again.
    """

    subject = forms.UUIDField(label="Servidor Público", required=False, widget=ChosenInput)
    petition = forms.UUIDField(label="Documento", required=False, widget=ChosenInput)
    petition_for = forms.UUIDField(required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(label=RECONFIRM, required=False)

    field_order = ("subject", "petition", "confirmed", "date_from", "date_to", "comment")

    @property
    def is_petition_of_another(self) -> bool:
        """Whether the servant was changed after the petition was chosen."""
        chosen, meant = (str(self[name].value() or "") for name in ("subject", "petition_for"))
        return bool(chosen and self["petition"].value()) and chosen != meant

    def require_confirmed(self) -> bool:
        """Whether the petition stands for this servant; otherwise the error is at its box."""
        if self.is_petition_of_another and not self.cleaned_data.get("confirmed"):
            self.add_error("confirmed", "Confirme que el documento corresponde al servidor público o seleccione otro.")
        return not self.errors


class InstitutionalConfirmationForm(InstitutionalForm):
    """«Confirmación de envío» of the AIQ: everything travels hidden, and nothing is declared."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    declared = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, asks_declaration=False, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()


class PersonFilters(Form):
    """Filters of «Seleccionar Servidor Público» (backups §3.7)."""

    unmarked = True

    texto = forms.CharField(label="Nombre / C.I. / Puesto / Correo", required=False, max_length=100,
                            widget=forms.TextInput(attrs={"size": 28, "autocomplete": "off"}))  # fmt: skip
    area = forms.ModelChoiceField(Area.objects.none(), label="Área", required=False, empty_label="<< Todas >>",
                                  error_messages={"invalid_choice": "Elija un área de la lista."})  # fmt: skip
    perfil = forms.ChoiceField(label="Perfil", required=False,
                               choices=[("", "Todos"), *Appointment.Profile.choices],
                               error_messages={"invalid_choice": "Elija un perfil de la lista."})  # fmt: skip

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas

    def clean_texto(self):
        text = self.cleaned_data["texto"].replace("\0", "")
        if text and not words_of(text):
            raise forms.ValidationError(f"Escriba al menos una palabra de {SHORTEST_WORD} letras.")
        return text


class PetitionSearch(Form):
    """«No. de Documento:» of «Asociación de Documentos» (backups §3.7)."""

    unmarked = True

    numero = forms.CharField(label="No. de Documento:", max_length=100,
                             error_messages={"required": "Por favor ingrese un número de documento válido."},
                             widget=forms.TextInput(attrs={"size": 30, "autocomplete": "off"}))  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for validator in self.fields["numero"].validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = "Demasiados caracteres ingresados"


class DeletionForm(Form):
    """«Eliminación de Solicitud.»: the comment is obligatory unless it is a draft (T18, T19)."""

    comment = comment_field()

    def __init__(self, *args, is_draft, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = not is_draft
        self.fields["comment"].error_messages["required"] = "Escriba en Comentario por qué elimina la solicitud."


class HandOverForm(Form):
    """«Entrega al ciudadano»: who received the archive, when, and the signed receipt."""

    receiver = forms.CharField(label="Nombre de quien recibe", max_length=150)
    handed_on = DateTextField(label="Fecha de entrega")
    receipt = forms.FileField(label="Acta de entrega firmada", help_text="Un PDF de hasta 10 MB",
                              error_messages={"empty": "El archivo está vacío. Elija el acta firmada en PDF."},
                              widget=forms.FileInput(attrs={"accept": "application/pdf"}))  # fmt: skip


class ListFilters(Form):
    """Filters of every list of requests (backups §3.4); the address is their saved state."""

    unmarked = True

    fecha_inicio = DateTextField(label="Fecha Inicio", required=False, help_text="")
    fecha_fin = DateTextField(label="Fecha Fin", required=False, help_text="")
    numero = forms.CharField(label="N° Solicitud", required=False,
                             widget=forms.TextInput(attrs={"size": 8, "inputmode": "numeric"}))  # fmt: skip
    estado = forms.ChoiceField(label="Estado Solicitud", required=False,
                               choices=[("", "<< Todos >>"), *((state, state.label) for state in LISTED_STATES)],
                               error_messages={"invalid_choice": "Elija un estado de la lista."})  # fmt: skip

    def clean_numero(self):
        text = self.cleaned_data["numero"]
        if text and not re.fullmatch(r"[0-9]+", text):
            raise forms.ValidationError(ONLY_DIGITS)
        return min(int(text[:20]), LARGEST_NUMBER) if text else None

    def clean(self):
        data = super().clean()
        first, last = data.get("fecha_inicio"), data.get("fecha_fin")
        if first and last and first > last:
            self.add_error("fecha_inicio", IN_ORDER)
        return data


class NamedListFilters(ListFilters):
    """Those of the lists of the AIQ: also by person."""

    nombre = forms.CharField(label="Nombre o C.I.", required=False, max_length=100,
                             widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off"}))  # fmt: skip

    def clean_nombre(self):
        return self.cleaned_data["nombre"].replace("\0", "")
