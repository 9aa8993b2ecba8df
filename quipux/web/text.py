"""How texts are compared where people look for them."""

import unicodedata


def folded(text: str) -> str:
    """``text`` in small letters without accents; ñ counts as n, since not every keyboard has it."""
    parts = unicodedata.normalize("NFD", text.strip().lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
