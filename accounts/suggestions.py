"""Places and academic titles of the global catalogues, offered to who types one (institutions §6.5, accounts-portal §10.2).

What is in no catalogue is taken as it was written: people live and studied elsewhere. What is there is kept as the
catalogue spells it, whatever capitals and accents were typed.
"""

from django import forms

from accounts.models import CatalogueEntry, CatalogueKind
from quipux.web.text import folded

MOST = 2_000  # names offered in one field


def offered(kind: str) -> list[tuple[str, str]]:
    """Each name that is offered, and what tells it from one that is spelled alike: its province, its whole form."""
    rows = CatalogueEntry.objects.filter(kind=kind, is_active=True).order_by("name", "pk")
    found = rows.values_list("name", "feminine", "abbreviation", "parent__name")[:MOST]
    if kind != CatalogueKind.TITLE:
        return [(name, above or "") for name, _, _, above in found]
    return [pair for name, feminine, short, _ in found for pair in _of_title(name, feminine, short)]


def _of_title(name, feminine, short):
    """As it is printed before a name: the abbreviation, or the forms of it where there is none."""
    return [(short, name)] if short else [(one, "") for one in (name, feminine) if one]


def spellings(kind: str) -> dict[str, str]:
    """How the catalogue writes each of its names, by the name without capitals nor accents."""
    rows = CatalogueEntry.objects.filter(kind=kind, is_active=True).order_by("pk")
    found = rows.values_list("name", "feminine", "abbreviation")
    return {folded(word): word for row in found for word in row if word}


class SuggestedInput(forms.TextInput):
    """A text whose browser offers the names of a catalogue."""

    template_name = "accounts/_suggested.html"

    def __init__(self, kind: str, attrs=None):
        super().__init__(attrs)
        self.kind = kind

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if found := offered(self.kind):
            context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id') or name}-opciones"
        return context | {"offered": found}


class SuggestedField(forms.CharField):
    """A place or an academic title.

    Args:
        kind: of the catalogue.
        attrs: of the control.
    """

    def __init__(self, kind: str, *, attrs=None, **kwargs):
        super().__init__(widget=SuggestedInput(kind, {"autocomplete": "off", **(attrs or {})}), **kwargs)
        self.kind = kind

    def clean(self, value):
        text = super().clean(value)
        return spellings(self.kind).get(folded(text), text) if text else text
