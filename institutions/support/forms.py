"""What is asked of a support case (institutions §13)."""

from django import forms

from institutions.models import SupportModule
from institutions.support.services import CAPTURES, LONGEST, MEGABYTES, SHORTEST, Question
from quipux.web.forms import Form


class PicturesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Any number of files under one name; the service says how many are too many."""

    widget = PicturesInput

    def clean(self, data, initial=None):
        one = super().clean
        return [one(each, initial) for each in data] if data else []


class QuestionForm(Form):
    """A new case."""

    module = forms.ChoiceField(label="Módulo", choices=[("", "Elija"), *SupportModule.choices])
    description = forms.CharField(
        label="Descripción", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"Qué hizo, qué esperaba y qué sucedió, con al menos {SHORTEST} caracteres. "
                  "No escriba contraseñas: nadie se las pedirá.")  # fmt: skip
    captures = PicturesField(label="Capturas de pantalla", required=False,
                             help_text=f"Hasta {CAPTURES} imágenes PNG o JPEG, de hasta {MEGABYTES} MB cada una.",
                             widget=PicturesInput(attrs={"accept": ".png,.jpg,.jpeg"}))  # fmt: skip

    def question(self) -> Question:
        data = self.cleaned_data
        return Question(data["module"], data["description"], data["captures"])


class TextForm(Form):
    """What is written with one act: an answer, a diagnosis, or why it is opened again. The service asks for it."""

    unmarked = True
    text = forms.CharField(label="Texto", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, label="Texto", help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, help_text
