"""Forms of the SGE pages: filters of the queue, and the reason every act asks (backups §3.4, §3.11)."""

from django import forms

from backups.forms import NamedListFilters
from backups.services.operating import LONGEST_ANSWER, LONGEST_EXTENSION
from backups.states import DeleteReason
from institutions.models import Institution
from quipux.web.forms import DateTextField, Form

REASON_LIMIT = 1000
AGES = (("", "<< Todas >>"), ("3", "más de 3 días laborables"), ("6", "más de 6 días laborables"),
        ("15", "más de 15 días laborables"))  # fmt: skip
EVERY_INSTITUTION = "<< Todas las instituciones >>"
WRONG_DAYS = f"Escriba un número de días entre 1 y {LONGEST_EXTENSION}."
NO_DATE = "Debe ingresar una fecha válida."


class QueueFilters(NamedListFilters):
    """Those of every list, and the SGE's own.

    Args:
        states: choices of «Estado Solicitud»; without any the field is left out.
        backup_states: the same for the state of the backup.
    """

    respaldo = forms.ChoiceField(label="Estado", required=False,
                                 error_messages={"invalid_choice": "Elija un estado de la lista."})  # fmt: skip
    institucion = forms.ModelChoiceField(
        label="Institución", required=False, queryset=Institution.objects.none(), empty_label=EVERY_INSTITUTION,
        error_messages={"invalid_choice": "Elija una institución de la lista."})  # fmt: skip
    antiguedad = forms.ChoiceField(label="Antigüedad", required=False, choices=AGES,
                                   error_messages={"invalid_choice": "Elija una antigüedad de la lista."})  # fmt: skip
    descarga = forms.BooleanField(label="Descarga Solicitada", required=False)
    documento = forms.BooleanField(label="Documento no coincide", required=False)

    def __init__(self, *args, states=(), backup_states=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in (("estado", states), ("respaldo", backup_states)):
            self.fields[name].choices = choices
            if not choices:
                self.fields[name].widget = forms.HiddenInput()
        self.fields["institucion"].queryset = Institution.objects.order_by("name")


def reason_field(label="Motivo", **kwargs):
    """The reason, refused when too long and never cut."""
    texts = {"required": f"Escriba en {label} por qué lo hace: queda en el Recorrido.",
             "max_length": f"«{label}» no puede superar {REASON_LIMIT} caracteres."}  # fmt: skip
    return forms.CharField(label=label, max_length=REASON_LIMIT, error_messages=texts,
                           widget=forms.Textarea(attrs={"rows": 3}), **kwargs)  # fmt: skip


class ReasonForm(Form):
    """Any act with a reason."""

    reason = reason_field()


class RemovalForm(Form):
    """«Eliminación de Solicitud.» by an operator (T20)."""

    why = forms.ChoiceField(label="Observación", choices=[
        (DeleteReason.OPERATOR, DeleteReason.OPERATOR.label),
        (DeleteReason.PETITION_MISMATCH, DeleteReason.PETITION_MISMATCH.label)])  # fmt: skip
    reason = reason_field("Comentario")


class ExtensionForm(Form):
    """More days for a download."""

    days = forms.IntegerField(
        label="Días", min_value=1, max_value=LONGEST_EXTENSION, help_text=f"De 1 a {LONGEST_EXTENSION} días calendario.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WRONG_DAYS))  # fmt: skip
    reason = reason_field()


class AnswerForm(Form):
    """«Responder» to a request for help with a download."""

    answer = forms.CharField(
        label="Respuesta", max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Se envía al correo electrónico de quien preguntó y queda en el Recorrido.",
        error_messages={"required": "Escriba la respuesta.",
                        "max_length": f"«Respuesta» no puede superar {LONGEST_ANSWER} caracteres."})  # fmt: skip


class SchedulingForm(Form):
    """«Calendarización de Solicitud.»: the night, an optional reason, and the word that capacity may be exceeded."""

    night = DateTextField(label="Fecha a ejecutar:", error_messages={"required": NO_DATE, "invalid": NO_DATE})
    reason = forms.CharField(label="Motivo", required=False, max_length=REASON_LIMIT,
                             widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    confirmed = forms.BooleanField(label="Confirmo que se supere la capacidad de esa noche", required=False)

    def __init__(self, *args, asks_confirmation=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_confirmation:
            self.fields["confirmed"].widget = forms.HiddenInput()
