"""Verification codes as people type them (documents §15)."""

import re

from documents.numbering.codes import ALPHABET

LENGTH, CONSULT_LENGTH, GROUP = 16, 12, 4
SEPARATORS = re.compile(r"[\s.\-–_]+")


def canonical(typed: str, length: int = LENGTH) -> str | None:
    """The code in its printed form «XXXX-XXXX-XXXX-XXXX», or None where it cannot be one.

    Args:
        typed: with or without hyphens and spaces, in any case.
        length: letters of the code: 16 of a verification code, 12 of a consult code.
    """
    letters = SEPARATORS.sub("", typed).upper()
    if len(letters) != length or set(letters) - set(ALPHABET):
        return None
    return "-".join(letters[start : start + GROUP] for start in range(0, length, GROUP))
