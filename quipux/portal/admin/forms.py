"""Forms of the pages about the portal."""

import re
from datetime import datetime, time

from django import forms

from quipux import clock
from quipux.portal.models import NoticeKind
from quipux.web.forms import Form, parse_date

MOMENT = re.compile(r"\s*(?P<day>\S+)(?:\s+(?P<hour>[0-2]?[0-9]):(?P<minute>[0-5][0-9]))?\s*")
MOMENT_HINT = "Escriba año-mes-día y hora, por ejemplo 2026-11-30 22:00 (GMT-5)"


class MomentField(forms.CharField):
    """A day and an hour of Guayaquil, typed as text; without hour, the first instant of the day."""

    def __init__(self, *, label, required=True):
        invalid = f"Escriba «{label}» como año-mes-día y hora, por ejemplo 2026-11-30 22:00"
        super().__init__(label=label, required=required, max_length=20, help_text=MOMENT_HINT,
                         error_messages={"required": invalid, "invalid": invalid},
                         widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def clean(self, value):
        text = super().clean(value)
        found = MOMENT.fullmatch(text) if text else None
        day = parse_date(found["day"]) if found else None
        if text and (day is None or int(found["hour"] or 0) > 23):
            raise forms.ValidationError(self.error_messages["invalid"])
        hour = time(int(found["hour"] or 0), int(found["minute"] or 0)) if found else None
        return datetime.combine(day, hour, tzinfo=clock.GUAYAQUIL) if day else None


class VersionForm(Form):
    """A new version of a text."""

    titulo = forms.CharField(label="Título", max_length=80)
    texto = forms.CharField(
        label="Texto", widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
        help_text="En HTML: párrafos, listas, títulos h2 a h4, tablas, negrita, cursiva y enlaces. Lo demás se quita al guardar.",
    )  # fmt: skip
    desde = MomentField(label="Se muestra desde", required=False)
    hasta = MomentField(label="Se muestra hasta", required=False)


class NoticeForm(Form):
    """An alert or a block."""

    tipo = forms.ChoiceField(label="Tipo", choices=NoticeKind.choices, widget=forms.RadioSelect)
    texto = forms.CharField(
        label="Texto que verán las personas", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    desde = MomentField(label="Desde")
    hasta = MomentField(label="Hasta")
    exceptuadas = forms.CharField(
        label="Personas que pueden seguir trabajando", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Una cédula por línea. Usted siempre puede ingresar.",
    )  # fmt: skip

    def clean_exceptuadas(self):
        return [line.strip() for line in self.cleaned_data["exceptuadas"].splitlines() if line.strip()]


class ReasonForm(Form):
    """Why a notice is cancelled."""

    motivo = forms.CharField(label="Motivo", max_length=300)
