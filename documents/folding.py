"""Texts as «Texto a buscar» compares them: small letters without accents (documents §5.3)."""

from django.db.models import CharField, Func, Value
from django.db.models.functions import Concat

ACCENTED = "áàäâãéèëêíìïîóòöôõúùüûñç"
PLAIN = "aaaaaeeeeiiiiooooouuuunc"


class Folded(Func):
    """A text in small letters without accents, the same whatever the collation of the database."""

    template = f"translate(lower(%(expressions)s), '{ACCENTED}', '{PLAIN}')"
    output_field = CharField()


def folded_together(*names: str) -> Folded:
    """Several fields of one row, one after another."""
    texts = [part for name in names for part in (Value(" "), name)][1:]
    return Folded(Concat(*texts, output_field=CharField()))


# What is compared of a document, and of a copy that has a number of its own; each has an index of its trigrams.
OF_DOCUMENT = ("subject", "number", "temporary_number", "reference")
OF_COPY = ("number", "own_reference")
