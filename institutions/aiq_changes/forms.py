"""The form with which the outgoing AIQ asks for the change."""

from datetime import datetime, time

from django import forms

from institutions.implantation.forms import PersonForm
from quipux import clock
from quipux.web.forms import DateTextField


class ChangeRequestForm(PersonForm):
    """Who the new AIQ is, since when, and the oficio that says so."""

    fecha = DateTextField(label="Fecha efectiva")
    motivo = forms.CharField(label="Motivo", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    archivo = forms.FileField(label="Oficio de la máxima autoridad", help_text="PDF de hasta 10 MB.",
                              widget=forms.FileInput(attrs={"accept": ".pdf"}))  # fmt: skip

    def effective_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["fecha"], time.min, tzinfo=clock.GUAYAQUIL)
