"""Forms of what is one person's own: labels and phrases."""

from django import forms

from documents.acts.forms import CommentForm
from documents.choices.forms import LinesField
from documents.models import CommentPhrase, PersonalLabel
from documents.services.labels import own_labels
from quipux.web.forms import Form


class LabelForm(Form):
    """A label: the word and its colour."""

    name = forms.CharField(label="Nombre", max_length=40, error_messages={"required": "Escriba el nombre."})
    colour = forms.ChoiceField(label="Color", choices=PersonalLabel.Colour.choices)


class PhrasesForm(Form):
    """Phrases of one's own for Comentario."""

    phrases = LinesField(label="Frases para comentarios", of=CommentPhrase._meta.get_field("text"), rows=8,
                         help_text="Una por línea.")  # fmt: skip


class LabelActForm(CommentForm):
    """Etiquetas for many documents: which words, and whether they are put or taken off."""

    labels = forms.ModelMultipleChoiceField(label="Sus etiquetas", queryset=None, required=False,
                                            widget=forms.CheckboxSelectMultiple)  # fmt: skip
    named = forms.CharField(label="Otra etiqueta", max_length=40, required=False,
                            help_text="Si todavía no existe, se crea.")  # fmt: skip
    take = forms.BooleanField(label="Quitar las marcadas en lugar de ponerlas", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("phrase", "comment"):
            self.fields.pop(name, None)
        self.fields["labels"].queryset = own_labels(self.actor)
        if not own_labels(self.actor).exists():
            for name in ("labels", "take"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        data["labels"], data["take"] = data.get("labels") or [], bool(data.get("take"))
        data["named"] = " ".join(data.get("named", "").split())
        if not data["labels"] and not data["named"] and not self.errors:
            self.add_error("named", "Elija una etiqueta o escriba otra.")
        return data
