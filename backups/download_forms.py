"""Forms around a download: a digest to compare, and the reason of a request for help (backups §3.8, §3.13)."""

import re

from django import forms

from quipux.web.forms import Form

NO_DIGEST = "Escriba la huella SHA-256: 64 caracteres, cifras del 0 al 9 y letras de la «a» a la «f»."
NO_REASON = "Por favor ingrese el motivo de la solicitud de descarga."
REASON_LIMIT = 600


class DigestForm(Form):
    """A SHA-256 as people paste it: capitals, spaces around, the «sha256:» of some programs."""

    huella = forms.CharField(
        label="Huella SHA-256", error_messages={"required": NO_DIGEST},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-30"}),
    )  # fmt: skip

    def clean_huella(self):
        text = re.sub(r"\s+", "", self.cleaned_data["huella"]).lower().removeprefix("sha256:")
        if not re.fullmatch(r"[0-9a-f]{64}", text):
            raise forms.ValidationError(NO_DIGEST)
        return text


class SupportForm(Form):
    """«Solicitud para descargar respaldo»."""

    reason = forms.CharField(
        label="Motivo", max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": NO_REASON, "max_length": f"El motivo no puede superar {REASON_LIMIT} caracteres."},
    )  # fmt: skip
