"""The public question about a receipt."""

import re

from django import forms

from documents.numbering.codes import ALPHABET
from quipux.web.forms import Form

NO_CODE = "Escriba el código de la constancia: 16 letras y cifras en cuatro grupos."


class CodeForm(Form):
    """The code of a receipt as people type it: small letters, spaces, with or without hyphens."""

    codigo = forms.CharField(label="Código de la constancia", max_length=40, error_messages={"required": NO_CODE},
                             widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false",
                                                           "class": "govuk-input--width-20"}))  # fmt: skip

    def clean_codigo(self):
        letters = re.sub(r"[\s-]+", "", self.cleaned_data["codigo"]).upper()
        if len(letters) != 16 or set(letters) - set(ALPHABET):
            raise forms.ValidationError(NO_CODE)
        return "-".join(letters[i : i + 4] for i in range(0, 16, 4))
