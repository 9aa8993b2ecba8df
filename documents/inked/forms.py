"""The form of the image of a signature."""

from django import forms

from quipux.web.forms import Form


class SignatureImageForm(Form):
    """One picture of how the person signs."""

    imagen = forms.FileField(
        label="Imagen de la firma", help_text="PNG de hasta 1 MB, de preferencia con fondo transparente.",
        widget=forms.FileInput(attrs={"accept": "image/png"}), error_messages={"required": "Elija la imagen de su firma."},
    )  # fmt: skip
