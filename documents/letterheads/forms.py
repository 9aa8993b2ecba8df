"""The form of an área's background."""

from django import forms

from quipux.web.forms import Form


class BackgroundForm(Form):
    """One page that prints behind the text."""

    archivo = forms.FileField(
        label="Plantilla", help_text="PDF de una página A4 vertical, hasta 5 MB, sin programas ni formularios.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}), error_messages={"required": "Elija el archivo de la plantilla."},
    )  # fmt: skip
