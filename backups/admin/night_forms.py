"""Forms of a night and of the days off (backups §2.5)."""

from decimal import Decimal

from django import forms

from backups.admin.forms import reason_field
from backups.models import Night
from quipux.calendar.models import DayOff
from quipux.web.forms import DateTextField, Form

GIGABYTE = 10**9
NUMBER = "Escriba un número entero igual o mayor que cero."
HOUR = "Escriba la hora como 08:00."


def _figure(label, **kwargs):
    errors = dict.fromkeys(("required", "invalid", "min_value"), f"{label}: escriba un número igual o mayor que cero.")
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=2**31 - 1, error_messages=errors, widget=widget, **kwargs
    )


def _hour(label):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})
    return forms.TimeField(label=label, required=False, input_formats=["%H:%M", "%H:%M:%S"], widget=widget,
                           error_messages={"invalid": HOUR})  # fmt: skip


class PauseForm(Form):
    """Pausar, with its reason."""

    reason = reason_field()


class ResumeForm(Form):
    """Reanudar; the reason is only for the record."""

    reason = forms.CharField(label="Motivo", required=False, max_length=250)


class CapacityForm(Form):
    """What a night admits; bytes are typed in GB of 10⁹."""

    requests = _figure("Solicitudes")
    documents = _figure("Documentos")
    gigabytes = forms.DecimalField(
        label="GB", min_value=0, max_value=10**9, max_digits=12, decimal_places=3, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value"),
                                     "GB: escriba un número igual o mayor que cero."))  # fmt: skip
    reason = reason_field()

    def clean(self):
        data = super().clean()
        data["bytes"] = int(data.get("gigabytes", Decimal(0)) * GIGABYTE)
        return data

    @staticmethod
    def initial_of(night: Night) -> dict:
        size = Decimal(night.bytes) / GIGABYTE
        return {"requests": night.requests, "documents": night.documents, "gigabytes": f"{size.normalize():f}"}


class DayWindowForm(Form):
    """Hours of the day in which work is open too; both empty closes it."""

    start = _hour("Desde")
    end = _hour("Hasta")
    reason = reason_field()

    @staticmethod
    def initial_of(night: Night) -> dict:
        return {"start": _text(night.day_from), "end": _text(night.day_to)}


def _text(hour):
    return hour.strftime("%H:%M") if hour else ""


class NoticeForm(Form):
    """What the public reads about the night; empty takes it away."""

    notice = forms.CharField(label="Aviso", required=False, max_length=Night._meta.get_field("notice").max_length,
                             help_text="Vacío lo retira.", widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip

    @staticmethod
    def initial_of(night: Night) -> dict:
        return {"notice": night.notice}


class DayOffForm(Form):
    """A decreed bridge or a local day."""

    date = DateTextField(label="Fecha")
    name = forms.CharField(label="Motivo", max_length=DayOff._meta.get_field("name").max_length,
                           help_text="Por ejemplo, el número del decreto.")  # fmt: skip
