"""What the person gives to sign: a signed PDF, or a key for this act alone (documents §9.1)."""

from django import forms

from quipux.web.forms import Form

P12_MAX = 100 << 10  # bytes


class SignedPdfForm(Form):
    """Subir PDF firmado."""

    file = forms.FileField(label="PDF firmado", widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}))


class KeyForm(Form):
    """A .p12 and its password; neither is drawn again nor kept."""

    file = forms.FileField(label="Archivo .p12", widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}))
    password = forms.CharField(label="Contraseña del certificado", strip=False,
                               widget=forms.PasswordInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > P12_MAX:
            raise forms.ValidationError("El archivo es demasiado grande para ser un certificado .p12.")
        return file
