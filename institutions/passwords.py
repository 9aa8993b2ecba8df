"""Words of a person's institutions, which her password may not contain (accounts-portal §8.1)."""

import re

from accounts.passwords import SHORTEST_NAME, register_words
from institutions.models import Institution


def words_of(user) -> list[str]:
    """Siglas, and the longer words of the names, of every institution in which she has served."""
    if user.pk is None:
        return []
    rows = Institution.objects.filter(appointments__person=user).distinct().values_list("sigla", "name")
    words = [word for _, name in rows for word in re.findall(r"\w+", name) if len(word) >= SHORTEST_NAME]
    return [sigla for sigla, _ in rows] + words


register_words(words_of)
