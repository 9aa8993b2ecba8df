"""The consult code of a comprobante: with the number it answers «Consultar trámite» (documents §11, §15)."""

import secrets

from documents.models import Document
from documents.numbering.codes import ALPHABET

GROUPS, GROUP = 3, 4  # 60 bits; the portal limits the tries besides


def new_code() -> str:
    """A code nobody can guess: 12 easy letters, 4-4-4."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))
    return "-".join(letters[start : start + GROUP] for start in range(0, GROUPS * GROUP, GROUP))


def code_for(document: Document) -> str:
    """The code printed on the comprobante; empty for what no window registered."""
    return document.consult_code


def matches(document: Document, typed: str) -> bool:
    """Whether ``typed`` is the document's code, with or without hyphens and capitals; in a time that tells nothing.

    A document without code matches nothing, not even the empty text.
    """
    code, letters = _plain(document.consult_code), _plain(typed)
    return secrets.compare_digest(code.encode(), letters.encode()) and bool(code)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
