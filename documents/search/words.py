"""What a person typed, as the database looks for it (documents §13.1, §13.3)."""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery

LONGEST_TEXT = 200  # characters read of a box
MOST_WORDS = 12
SHORTEST_PART = 3  # of a number: less than a trigram is no part
SPANISH, UNACCENTED = "spanish", "es_unaccent"
ACCENTS = re.compile("[\u0300-\u036f]")
WITHOUT_ACCENT = re.compile(r"([csx])ion\b", re.IGNORECASE)


def cleaned(text: str) -> str:
    """``text`` in one line, cut to what is read of it."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_TEXT].strip()


def folded(text: str) -> str:
    """In small letters without accents, as ``documents_search_folded`` keeps numbers."""
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()


def query_of(text: str, *, stems_only: bool = False) -> SearchQuery | None:
    """Every word of ``text``, each by its stem, with or without accents; None without any word.

    «resoluciones» finds «Resolución», «tramitacion» finds «trámite».

    Args:
        stems_only: leave out the forms without accents.
    """
    words = cleaned(text).split()[:MOST_WORDS]
    found = None
    for word in words:
        one = SearchQuery(word, config=SPANISH)
        if not stems_only:
            one |= (SearchQuery(word, config=UNACCENTED)
                    | SearchQuery(WITHOUT_ACCENT.sub(r"\1ión", word), config=SPANISH))  # fmt: skip
        found = one if found is None else found & one
    return found
