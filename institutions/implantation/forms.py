"""The public forms of a request, with the labels of seed 002 (institutions §12.1)."""

import re

from django import forms

from accounts.identity import InvalidIdentity, validate_cedula, validate_ruc
from institutions.states import InstitutionFunction
from quipux.web.forms import DateTextField, Form

PHONE = re.compile(r"[0-9 +()]{7,20}(?:\s*ext\.?\s*[0-9]{1,6})?", re.I)
MOBILE = re.compile(r"\+?[0-9 ]{9,15}")
SIGLA = re.compile(r"[A-Z0-9Ñ-]{2,10}")
BAD_PHONE = "Escriba el número telefónico con 7 a 20 cifras; puede añadir «ext.» y la extensión."
BAD_MOBILE = "Escriba el número celular con sus 10 cifras, por ejemplo 0991234567."
BAD_SIGLA = "La sigla tiene de 2 a 10 letras, cifras o guiones, sin espacios."
WIDE = {"class": "govuk-input--width-20"}


def _number(widget_class="govuk-input--width-10"):
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": widget_class})


class PageForm(Form):
    """A page of the request. ``is_stored``: it is what was kept, not what somebody types."""

    starred = True

    def __init__(self, *args, is_stored: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_stored = is_stored


class BeginForm(Form):
    """Where the link to go on is mailed."""

    correo = forms.EmailField(
        label="Correo electrónico", widget=forms.EmailInput(attrs=WIDE | {"autocomplete": "email"}),
        help_text="Le enviaremos un enlace para continuar la solicitud cuando quiera.",
    )  # fmt: skip


class StateForm(Form):
    """The state of a request that was sent."""

    numero = forms.CharField(label="Número de la solicitud", max_length=20, help_text="Por ejemplo IMP-2026-0001.",
                             widget=forms.TextInput(attrs=WIDE))  # fmt: skip
    correo_solicitud = forms.EmailField(label="Correo con el que la presentó", widget=forms.EmailInput(attrs=WIDE))


class InstitutionForm(PageForm):
    """Datos de la institución."""

    name = forms.CharField(label="Nombre", min_length=3, max_length=200)
    ruc = forms.CharField(label="RUC", max_length=20, widget=_number(), help_text=(
        "13 cifras. Si no es el de una institución pública, la entidad operadora decide si lo acepta."))  # fmt: skip
    sigla = forms.CharField(label="Sigla", max_length=10, help_text="De 2 a 10 letras, por ejemplo MINEJ.",
                            widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}))  # fmt: skip
    phone = forms.CharField(label="Número telefónico", max_length=30, widget=forms.TextInput(attrs=WIDE))
    address = forms.CharField(label="Dirección", min_length=5, max_length=250)
    function = forms.ChoiceField(label="Función o tipo", choices=[("", "Elija"), *InstitutionFunction.choices])
    declared_areas = forms.IntegerField(label="Áreas de la institución", min_value=1, max_value=5000,
                                        widget=_number("govuk-input--width-5"))  # fmt: skip
    declared_people = forms.IntegerField(label="Servidores que usarán Quipux", min_value=1, max_value=100_000,
                                         widget=_number("govuk-input--width-5"))  # fmt: skip
    justification = forms.CharField(label="Justificación", min_length=10, max_length=2000,
                                    widget=forms.Textarea(attrs={"rows": 4}),
                                    help_text="Para qué usará Quipux la institución.")  # fmt: skip

    def clean_ruc(self):
        return _valid(validate_ruc, self.cleaned_data["ruc"])

    def clean_sigla(self):
        return _matching(SIGLA, self.cleaned_data["sigla"].upper(), BAD_SIGLA)

    def clean_phone(self):
        return _matching(PHONE, self.cleaned_data["phone"], BAD_PHONE)


class AuthorityForm(PageForm):
    """Máxima autoridad."""

    authority_name = forms.CharField(label="Nombres y apellidos", min_length=3, max_length=200)
    authority_title = forms.CharField(label="Cargo", max_length=200)
    authority_email = forms.EmailField(label="Correo electrónico")


class PersonForm(PageForm):
    """Datos del Administrador Quipux."""

    given_names = forms.CharField(label="Nombres", max_length=100)
    surnames = forms.CharField(label="Apellidos", max_length=100)
    identity_number = forms.CharField(label="Número de cédula", max_length=15, widget=_number())
    title = forms.CharField(label="Cargo", max_length=200)
    email = forms.EmailField(label="Correo electrónico", help_text="A este correo llegará su cuenta de usuario.")
    phone = forms.CharField(label="Número telefónico y extensión", max_length=30, widget=forms.TextInput(attrs=WIDE),
                            help_text="Por ejemplo 02 3934000 ext. 1204.")  # fmt: skip
    mobile = forms.CharField(label="Número celular", max_length=20, widget=_number())

    def clean_identity_number(self):
        number = self.cleaned_data["identity_number"]
        return _valid(validate_cedula, number) if number else number

    def clean_phone(self):
        return _matching(PHONE, self.cleaned_data["phone"], BAD_PHONE)

    def clean_mobile(self):
        return _matching(MOBILE, self.cleaned_data["mobile"], BAD_MOBILE)


class DeputyForm(PersonForm):
    """The same for the AIQ de respaldo: all of it, or nothing."""

    starred = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self):
        data = super().clean()
        if any(data.values()):
            for name, field in self.fields.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, field.error_messages["required"])
        return data


class LetterForm(PageForm):
    """Oficio de la máxima autoridad."""

    letter_number = forms.CharField(label="Número del oficio", max_length=60, widget=forms.TextInput(attrs=WIDE))
    letter_date = DateTextField(label="Fecha del oficio")
    letter_signer = forms.CharField(label="Quien firma el oficio", max_length=200)
    letter_signer_title = forms.CharField(label="Cargo de quien firma", max_length=200)
    oficio = forms.FileField(label="Oficio firmado", help_text="PDF de hasta 10 MB.",
                             widget=forms.FileInput(attrs={"accept": ".pdf"}))  # fmt: skip
    delegacion = forms.FileField(label="Delegación", required=False, widget=forms.FileInput(attrs={"accept": ".pdf"}),
                                 help_text="Solo si firma un delegado. PDF de hasta 10 MB.")  # fmt: skip

    def __init__(self, *args, has_letter: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.is_stored and bool(self.data.get("oficio"))
        self.fields["oficio"].required = not (has_letter or kept)


class SubmitForm(Form):
    """Enviar."""

    privacidad = forms.BooleanField(label="Leí y acepto el aviso de privacidad", required=False)


class ReasonForm(Form):
    """An act that only needs its reason."""

    motivo = forms.CharField(label="Motivo", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


def _valid(check, text):
    try:
        return check(text)
    except InvalidIdentity as error:
        raise forms.ValidationError(str(error)) from error


def _matching(pattern, text, sentence):
    text = " ".join(text.split())
    if text and not pattern.fullmatch(text):
        raise forms.ValidationError(sentence)
    return text
