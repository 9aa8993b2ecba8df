"""Forms of «Mi implantación»."""

from django import forms

from institutions.implantation.states import ItemState
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux.web.forms import DateTextField, Form


class ItemForm(Form):
    """What the AIQ says of one item."""

    respuesta = forms.ChoiceField(label="Situación", widget=forms.RadioSelect, choices=[
        (ItemState.MET, "Cumple"), (ItemState.PENDING, "Pendiente"), (ItemState.NOT_APPLICABLE, "No aplica")])  # fmt: skip
    justificado = forms.BooleanField(
        label="El sistema no lo da por cumplido y lo justifico en el comentario", required=False
    )
    comentario = forms.CharField(label="Comentario", required=False, max_length=1000,
                                 widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    archivo = forms.FileField(label="Evidencia", required=False, help_text="PDF, PNG o JPEG de hasta 10 MB.",
                              widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}))  # fmt: skip


class DeskForm(Form):
    """Mesa de ayuda."""

    correo = forms.EmailField(label="Correo de soporte", help_text="Le llegará un enlace para confirmarlo.")
    horario = forms.CharField(label="Horario", max_length=120, help_text="Por ejemplo lunes a viernes, 08:00 a 16:30.")
    responsables = forms.CharField(label="Responsables", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class FocalForm(Form):
    """A usuario focal of the institution."""

    persona = forms.ModelChoiceField(label="Usuario focal", queryset=Appointment.objects.none(), empty_label="Elija")
    capacitado = DateTextField(label="Fecha de capacitación", required=False)
    personas = forms.IntegerField(label="Personas que capacitó", min_value=0, max_value=100_000, initial=0,
                                  widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}))  # fmt: skip

    def __init__(self, *args, institution, **kwargs):
        super().__init__(*args, **kwargs)
        working = Appointment.objects.filter(institution=institution, state__in=AppointmentState.working())
        self.fields["persona"].queryset = working.with_names()
