"""The local list of common passwords (accounts-portal §8.1)."""

import gzip
import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "comunes.txt.gz"
SHORTEST = 4  # characters of an entry
SUFFIX = re.compile(r"[\W\d_]+$")  # the digits and signs that people put behind a word
# The first words that people here think of, which a list made elsewhere does not have.
LOCAL = frozenset((
    "ambato", "azuay", "barcelona", "bolivar", "cañar", "carchi", "chimborazo", "contraseña", "cotopaxi", "cuenca", "ecuador",
    "emelec", "esmeraldas", "galapagos", "guayaquil", "guayas", "ibarra", "imbabura", "latacunga", "liga", "loja", "machala",
    "manabi", "manta", "mitad", "napo", "otavalo", "pastaza", "pichincha", "portoviejo", "quito", "riobamba", "sistema",
    "sucumbios", "tulcan", "tungurahua", "zamora",
))  # fmt: skip


def is_common(password: str) -> bool:
    """Whether it stands in the list as it is, in any case, or without the digits and signs at its end."""
    plain = password.casefold()
    return any(_is_listed(word) for word in {plain, SUFFIX.sub("", plain)} if len(word) >= SHORTEST)


def _is_listed(word):
    return word in LOCAL or ("\n" not in word and f"\n{word}\n".encode() in _list())


@cache
def _list() -> bytes:
    """One text, searched as it is: a set of so many words would take ten times the memory in every process."""
    return gzip.decompress(FILE.read_bytes())
