"""«Texto a buscar»: words matched without regard to accents and case (documents §5.3)."""

import re
import unicodedata

from django.db.models import CharField, Func, Q

from documents.permissions import READS

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


NUMBERS = ("number", "document__temporary_number")
SECRETS = ("document__subject", "document__reference", "own_reference")


def matching(rows, words: list[str], *, prefix: str = "", masks: bool = False):
    """Those of ``rows`` whose number, asunto or referencia contain every word.

    Args:
        prefix: what leads from a row to the fields of its copy.
        masks: rows carry ``level``; those below READS are found by their number alone.
    """
    if not words:
        return rows
    folded = {f"folded_{place}": Folded(prefix + name) for place, name in enumerate(NUMBERS + SECRETS)}
    names = list(folded)
    rows = rows.alias(**folded)
    for word in words:
        secret = _any(names[len(NUMBERS) :], word)
        rows = rows.filter(_any(names[: len(NUMBERS)], word) | (secret & Q(level__gte=READS) if masks else secret))
    return rows


def _any(names, word):
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__contains": word})
    return found


def of_person(rows, path: str, words: list[str]):
    """Those of ``rows`` whose person at ``path`` has every word in the name."""
    rows = rows.alias(folded_given=Folded(f"{path}__given_names"), folded_surnames=Folded(f"{path}__surnames"))
    for word in words:
        rows = rows.filter(_any(("folded_given", "folded_surnames"), word))
    return rows
