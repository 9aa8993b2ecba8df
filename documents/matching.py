"""«Texto a buscar»: words matched without regard to accents and case (documents §5.3)."""

import re
import unicodedata

from django.db.models import CharField, Func, Q

SHORTEST_WORD = 3
ACCENTED = "áàäâãéèëêíìïîóòöôõúùüûñç"
PLAIN = "aaaaaeeeeiiiiooooouuuunc"


class Folded(Func):
    """A text in small letters without accents, the same whatever the collation of the database."""

    template = f"translate(lower(%(expressions)s), '{ACCENTED}', '{PLAIN}')"
    output_field = CharField()


def words_of(text: str) -> list[str]:
    """The words of ``text`` long enough to be looked for, folded as ``Folded`` folds."""
    text = unicodedata.normalize("NFC", text).lower().translate(str.maketrans(ACCENTED, PLAIN))
    return [word for word in re.split(r"\s+", text) if len(word) >= SHORTEST_WORD]


def matching(copies, words: list[str]):
    """Those of ``copies`` whose number, asunto or referencia contain every word."""
    if not words:
        return copies
    copies = copies.alias(folded_number=Folded("number"), folded_subject=Folded("document__subject"),
                          folded_reference=Folded("document__reference"))  # fmt: skip
    for word in words:
        copies = copies.filter(Q(folded_number__contains=word) | Q(folded_subject__contains=word)
                               | Q(folded_reference__contains=word))  # fmt: skip
    return copies
