"""Forms of the institution's data (institutions §5.1)."""

import re

from django import forms

from institutions.data.services import FIELDS
from institutions.models import DataChange, Institution
from quipux.files.kinds import is_pdf
from quipux.web.forms import Form, ModelForm

PHONE = re.compile(r"(?:[0-9 +()-]|ext\.?){7,20}", re.IGNORECASE)
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
LARGEST_PDF = 10 * 1024 * 1024


class DataForm(ModelForm):
    """What the AIQ keeps."""

    starred = True
    logo = forms.FileField(label="Logotipo", required=False, widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
                           help_text="PNG o JPEG, hasta 1 MB y 4000 píxeles. Sale en los documentos oficiales.")  # fmt: skip

    website = forms.URLField(label="Página web", required=False, assume_scheme="https")

    class Meta:
        model = Institution
        fields = list(FIELDS)
        labels = {"phone": "Teléfono", "address": "Dirección", "authority_name": "Máxima autoridad",
                  "authority_post": "Cargo de la máxima autoridad", "authority_email": "Correo de la máxima autoridad",
                  "support_email": "Correo de soporte", "mail_domains": "Dominios de correo", "website": "Página web",
                  "farewell": "Frase de despedida para oficios"}  # fmt: skip
        help_texts = {"mail_domains": "Uno por línea, por ejemplo ministerio.gob.ec",
                      "support_email": "Se confirma con un enlace que llega a esa dirección.",
                      "farewell": "Por ejemplo: DIOS, PATRIA Y LIBERTAD"}  # fmt: skip
        widgets = {"mail_domains": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("phone", "address", "authority_name", "authority_post", "authority_email", "support_email"):
            self.fields[name].required = True

    def clean_phone(self):
        phone = self.cleaned_data["phone"].strip()
        if not PHONE.fullmatch(phone):
            raise forms.ValidationError("El teléfono tiene de 7 a 20 dígitos, espacios, + y ext.")
        return phone

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        if len(address) < 5:
            raise forms.ValidationError("La dirección tiene de 5 a 250 caracteres.")
        return address

    def clean_farewell(self):
        return self.cleaned_data["farewell"].upper()

    def clean_website(self):
        if self.cleaned_data["website"] and not self.cleaned_data["website"].startswith("https://"):
            raise forms.ValidationError("La página web debe empezar con https://")
        return self.cleaned_data["website"]

    def clean_mail_domains(self):
        lines = [line.strip().lower().lstrip("@") for line in self.cleaned_data["mail_domains"].splitlines()]
        wrong = [line for line in lines if line and not DOMAIN.fullmatch(line)]
        if wrong:
            raise forms.ValidationError(f"No es un dominio de correo: {wrong[0]}")
        return "\n".join(dict.fromkeys(filter(None, lines)))

    def validate_constraints(self):
        """Nothing of what is asked here is unique."""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}


class ChangeForm(Form):
    """«Solicitar cambio de datos»."""

    field = forms.ChoiceField(label="Dato", choices=DataChange.Field)
    value = forms.CharField(label="Valor nuevo", max_length=200)
    reason = forms.CharField(label="Motivo", max_length=500, widget=forms.Textarea({"rows": 3}))
    evidence = forms.FileField(label="Documento de respaldo", required=False, help_text="PDF, hasta 10 MB",
                               widget=forms.FileInput({"accept": "application/pdf"}))  # fmt: skip

    def clean_evidence(self):
        upload = self.cleaned_data["evidence"]
        if upload and (upload.size > LARGEST_PDF or not is_pdf(upload)):
            raise forms.ValidationError("El documento de respaldo debe ser un PDF de hasta 10 MB.")
        return upload


class AnswerForm(Form):
    """What the AGQ answers."""

    answer = forms.CharField(label="Respuesta o motivo", max_length=500, required=False,
                             widget=forms.Textarea({"rows": 3}))  # fmt: skip
