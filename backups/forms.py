"""Forms of backup requests."""

import re

from django import forms

from backups.presenters.wording import DECLARATION
from backups.states import RequestState
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


class DeletionForm(Form):
    """«Eliminación de Solicitud.»: the comment is obligatory unless it is a draft (T18, T19)."""

    comment = comment_field()

    def __init__(self, *args, is_draft, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = not is_draft
        self.fields["comment"].error_messages["required"] = "Escriba en Comentario por qué elimina la solicitud."


class OwnListFilters(Form):
    """Filters of «Mis Solicitudes de Respaldo» (backups §3.4); the address is their saved state."""

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
