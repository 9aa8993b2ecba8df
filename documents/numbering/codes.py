"""Codes nobody can guess."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def verification_code() -> str:
    """A code nobody can guess, in four groups of four easy letters (80 bits)."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(letters[i : i + 4] for i in range(0, 16, 4))
