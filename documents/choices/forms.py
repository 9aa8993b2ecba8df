"""Form of an institution's settings of documents."""

from django import forms

from documents.attaching.rules import allowed_types
from documents.choices import services
from documents.dispatching.carriers import USUAL
from documents.models import Classification, CommentPhrase, PaperDispatch
from quipux.web.forms import Form

MOST = 50  # words of one list


class LinesField(forms.CharField):
    """Words, one per line; repeated ones count once."""

    def __init__(self, *, of, rows: int = 5, **kwargs):
        super().__init__(required=False, widget=forms.Textarea({"rows": rows, "spellcheck": "true"}), **kwargs)
        self.longest_word = of.max_length

    def clean(self, value):
        words = list(
            dict.fromkeys(filter(None, (" ".join(line.split()) for line in super().clean(value).splitlines())))
        )
        if len(words) > MOST:
            raise forms.ValidationError(f"«{self.label}» tiene {len(words)} líneas; el máximo es {MOST}.")
        for word in words:
            if len(word) > self.longest_word:
                raise forms.ValidationError(
                    f"«{word[:40]}…» tiene {len(word)} caracteres; el máximo es {self.longest_word}."
                )
        return words


class ChoicesForm(Form):
    """«Ajustes de documentos» of one institution."""

    starred = True
    reception_area = forms.ModelChoiceField(
        label="Área de recepción", queryset=None, required=False, empty_label="La máxima autoridad (área raíz)",
        help_text="Lo que llega por vía electrónica de otras instituciones toma el número de esta área.",
    )  # fmt: skip
    carriers = LinesField(
        label="Transportes", of=PaperDispatch._meta.get_field("carrier"),
        help_text=f"Uno por línea. Se ofrecen al despachar un papel. Si no escribe ninguno: {' y '.join(USUAL)}.",
    )  # fmt: skip
    attachment_types = forms.CharField(label="Tipos de anexo que se permiten", required=False, max_length=400)
    classifications = LinesField(
        label="Tipificaciones", of=Classification._meta.get_field("name"),
        help_text="Una por línea. «Sin tipificación» se ofrece siempre. Los documentos conservan la que tienen.",
    )  # fmt: skip
    phrases = LinesField(
        label="Frases para comentarios", of=CommentPhrase._meta.get_field("text"),
        help_text="Una por línea. Se ofrecen en Comentario a toda la institución.",
    )  # fmt: skip
    subject_in_mails = forms.BooleanField(
        label="Escribir el asunto de los documentos públicos en los correos", required=False
    )

    def __init__(self, data, *, institution):
        own = services.of(institution)
        super().__init__(data, initial={
            "reception_area": own.reception_area, "carriers": "\n".join(own.carriers), "phrases": "\n".join(
                services.phrases_of(institution)), "attachment_types": ", ".join(own.attachment_types),
            "classifications": "\n".join(services.classifications_of(institution)), "subject_in_mails": own.subject_in_mails,
        })  # fmt: skip
        self.fields["reception_area"].queryset = institution.areas.filter(is_active=True).order_by("name")
        self.fields[
            "attachment_types"
        ].help_text = f"Separados con comas; vacío si se permiten todos: {', '.join(allowed_types())}."

    def clean_attachment_types(self):
        found = [name.lstrip(".") for name in self.cleaned_data["attachment_types"].lower().replace(",", " ").split()]
        unknown = [name for name in found if name not in allowed_types()]
        if unknown:
            raise forms.ValidationError(f"El tipo «{unknown[0]}» no se permite en este sistema.")
        return list(dict.fromkeys(found))

    @property
    def wanted(self) -> services.Wanted:
        return services.Wanted(**self.cleaned_data)
