"""«Texto a buscar»: words matched without regard to accents and case (documents §5.3)."""

import re
import unicodedata

from django.db.models import Q

from documents.folding import ACCENTED, OF_COPY, OF_DOCUMENT, PLAIN, Folded, folded_together
from documents.models import Copy, Document
from documents.permissions import READS
from quipux import plans

SHORTEST_WORD = 3
RARE = 25_000  # documents: so few are looked up before the rows
NUMBERS = ("number", "document__temporary_number")
SECRETS = ("document__subject", "document__reference", "own_reference")


def words_of(text: str) -> list[str]:
    """The words of ``text`` long enough to be looked for, folded as ``Folded`` folds."""
    text = unicodedata.normalize("NFC", text).lower().translate(str.maketrans(ACCENTED, PLAIN))
    return [word for word in re.split(r"\s+", text) if len(word) >= SHORTEST_WORD]


def matching(rows, words: list[str], *, prefix: str = "", masks: bool = False, one_by_one: bool = False):
    """Those of ``rows`` whose number, asunto or referencia contain every word, none of which holds a space.

    Args:
        prefix: what leads from a row to the fields of its copy.
        masks: rows carry ``level``; those below READS are found by their number alone.
        one_by_one: each row is compared in its turn, and no index of the words is looked at.
    """
    if not words:
        return rows
    if not masks:
        rows = rows.alias(folded=_folded(prefix, NUMBERS + SECRETS))
        conditions = [Q(folded__contains=word) for word in words]
    else:
        rows = rows.alias(folded=_folded(prefix, NUMBERS), folded_secrets=_folded(prefix, SECRETS))
        conditions = [Q(folded__contains=word) | Q(folded_secrets__contains=word, level__gte=READS) for word in words]
    return rows.filter(*(plans.guarded(condition) if one_by_one else condition for condition in conditions))


def _folded(prefix, names):
    return folded_together(*(prefix + name for name in names))


def having(words: list[str]) -> list[int] | None:
    """The documents in which every one of ``words`` stands, or one of them in a copy's own number.

    They begin the search of a long list, which then judges its own rows; None where the planner knows of many.
    """
    documents = Document.objects.alias(said=folded_together(*OF_DOCUMENT))
    documents = documents.filter(*(Q(said__contains=word) for word in words))
    numbered = Copy.objects.exclude(own_reference="").alias(said=folded_together(*OF_COPY))
    numbered = numbered.filter(_any(["said"], *words))
    found = documents.values_list("pk").union(numbered.values_list("document"), all=True)
    if plans.estimated(found) > RARE:
        return None
    keys = {key for (key,) in found[: RARE + 1]}
    return None if len(keys) > RARE else sorted(keys or {0})


def of_person(rows, path: str, words: list[str]):
    """Those of ``rows`` whose person at ``path`` has every word in the name."""
    rows = rows.alias(folded_given=Folded(f"{path}__given_names"), folded_surnames=Folded(f"{path}__surnames"))
    for word in words:
        rows = rows.filter(_any(("folded_given", "folded_surnames"), word))
    return rows


def _any(names, *words):
    found = Q()
    for name in names:
        for word in words:
            found |= Q(**{f"{name}__contains": word})
    return found
