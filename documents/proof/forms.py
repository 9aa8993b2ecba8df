"""The two questions of «Verificar documento»: a code, or the digest of a file (documents §15)."""

import re

from django import forms

from documents.proof.codes import canonical
from quipux.challenge.fields import CodeField, wants_another
from quipux.web.forms import Form

NO_CODE = "Escriba los 16 caracteres del código, con guiones o sin ellos. Por ejemplo: 7K3M-2QXW-94HT-RB6C."
NO_DIGEST = "Escriba la huella SHA-256: 64 caracteres, cifras del 0 al 9 y letras de la «a» a la «f»."
NO_FILE = "Elija el archivo que desea verificar."
TOO_LARGE = "El archivo supera los 20 MB. Verifíquelo por su huella, que se calcula en su navegador."
NO_CONSULT_CODE = "Escriba el código de consulta de su comprobante."
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class CodeForm(Form):
    """The code printed on the document, as people type it."""

    codigo = forms.CharField(
        label="Código de verificación", max_length=60, error_messages={"required": NO_CODE},
        help_text="Está junto al código QR del documento: 16 letras y números, por ejemplo 7K3M-2QXW-94HT-RB6C.",
        widget=forms.TextInput(attrs=PLAIN | {"class": "govuk-input--width-20", "autocapitalize": "characters"}),
    )  # fmt: skip

    def clean_codigo(self):
        code = canonical(self.cleaned_data["codigo"])
        if code is None:
            raise forms.ValidationError(NO_CODE)
        return code


class DigestForm(Form):
    """A SHA-256 as people paste it: capitals, spaces around, the «sha256:» of some programs."""

    huella = forms.CharField(
        label="Huella SHA-256", error_messages={"required": NO_DIGEST},
        widget=forms.TextInput(attrs=PLAIN | {"class": "govuk-input--width-30"}),
    )  # fmt: skip

    def clean_huella(self):
        text = re.sub(r"\s+", "", self.cleaned_data["huella"]).lower().removeprefix("sha256:")
        if not re.fullmatch(r"[0-9a-f]{64}", text):
            raise forms.ValidationError(NO_DIGEST)
        return text


class PostedForm(Form):
    """A file to look at and forget."""

    archivo = forms.FileField(
        label="Archivo PDF", error_messages={"required": NO_FILE, "empty": "El archivo está vacío."},
        help_text="Hasta 20 MB. Se revisa y se olvida: no se guarda en ninguna parte.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )  # fmt: skip

    def __init__(self, *args, too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["archivo"].error_messages["required"] = TOO_LARGE


class PersonForm(Form):
    """What a network that failed too often answers before anything is looked up."""

    codigo_mostrado = CodeField()

    def __init__(self, request):
        typed = "codigo_mostrado" in request.GET and not wants_another(request.GET)
        super().__init__(request.GET if typed else None)
        self.fields["codigo_mostrado"].ask(request)


class ConsultForm(Form):
    """Number and consult code of a comprobante."""

    numero = forms.CharField(
        label="Número de trámite", max_length=80, error_messages={"required": "Escriba el número del trámite."},
        help_text="Está en su comprobante, por ejemplo MINEJ-VU-2026-0012-E.", widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip
    codigo = forms.CharField(
        label="Código de consulta", max_length=40, error_messages={"required": NO_CONSULT_CODE},
        help_text="Son 12 letras y números, con guiones o sin ellos.",
        widget=forms.TextInput(attrs=PLAIN | {"class": "govuk-input--width-20", "autocapitalize": "characters"}),
    )  # fmt: skip

    def ask_code(self, request) -> None:
        """Ask for the code that is shown too."""
        self.fields["codigo_mostrado"] = CodeField()
        self.fields["codigo_mostrado"].ask(request)

    def clean_numero(self):
        return " ".join(self.cleaned_data["numero"].split()).upper()
