"""What an AIQ answers to a correction."""

from django import forms

from documents.corrections.services import LONGEST
from quipux.web.forms import Form


class AnswerForm(Form):
    """Why it does not apply, or whatever who asked should know."""

    unmarked = True
    respuesta = forms.CharField(
        label="Respuesta", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoria si no procede. No escriba datos personales.")  # fmt: skip
