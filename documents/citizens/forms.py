"""The form of a Carta Ciudadano: one page, complete without scripts (documents §12)."""

from django import forms
from django.db.models import Q

from documents.citizens import letters
from documents.text import as_plain
from quipux.web.forms import Form

SHOWN = 30  # people that one search offers


class LetterForm(Form):
    """Para as boxes to tick, those found and those chosen before; the rest is plain text."""

    buscar = forms.CharField(
        label="Buscar destinatario", required=False, max_length=100,
        help_text="Nombre, puesto o institución. Después marque en la lista a quién escribe.",
    )  # fmt: skip
    para = forms.MultipleChoiceField(label="Para", widget=forms.CheckboxSelectMultiple,
                                     error_messages={"required": letters.NOBODY})  # fmt: skip
    asunto = forms.CharField(label="Asunto", max_length=letters.LONGEST_SUBJECT,
                             error_messages={"required": "Escriba el asunto."})  # fmt: skip
    referencia = forms.CharField(label="No. Referencia", required=False, max_length=letters.LONGEST_REFERENCE)
    texto = forms.CharField(label="Texto", widget=forms.Textarea(attrs={"rows": 12}),
                            error_messages={"required": "Escriba el texto de la carta."})  # fmt: skip

    def __init__(self, *args, posts, **kwargs):
        super().__init__(*args, **kwargs)
        self.posts = {str(post.uuid): post for post in posts}
        self.fields["para"].choices = [(key, _words(post)) for key, post in self.posts.items()]

    def letter(self, answer_to=None) -> letters.Letter:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return letters.Letter([self.posts[key] for key in data["para"]], data["asunto"], data["texto"],
                              data["referencia"], answer_to)  # fmt: skip


def offered(text: str, chosen: list[str]) -> list:
    """Whom the list shows: those chosen, and those that every word of ``text`` names."""
    everybody, words = letters.recipients(), text.split()
    kept = list(everybody.filter(uuid__in=[key for key in chosen if _is_uuid(key)]))
    if not words:
        return kept
    named = Q()
    for word in words:
        named &= (Q(person__given_names__icontains=word) | Q(person__surnames__icontains=word)
                  | Q(title__icontains=word) | Q(institution__name__icontains=word)
                  | Q(institution__sigla__iexact=word))  # fmt: skip
    known = {post.pk for post in kept}
    return kept + [post for post in everybody.filter(named)[:SHOWN] if post.pk not in known]


def typed_of(original) -> dict:
    """What a draft holds, as the form has it."""
    document = original.document
    chosen = document.parties.filter(appointment__isnull=False).values_list("appointment__uuid", flat=True)
    return {"para": [str(uuid) for uuid in chosen], "asunto": document.subject, "referencia": document.reference,
            "texto": as_plain(document.body) or ""}  # fmt: skip


def _words(post):
    return f"{post.person.full_name}, {post.title} – {post.institution.name}"


def _is_uuid(text):
    try:
        forms.UUIDField().clean(text)
    except forms.ValidationError:
        return False
    return True
