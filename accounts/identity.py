"""Identity documents, without database (accounts-portal §3)."""

import re

from stdnum.ec import ci
from stdnum.exceptions import ValidationError

SEPARATORS = re.compile(r"[\s.\-]+")
PROVINCES = {f"{number:02d}" for number in range(1, 25)} | {"30"}


class InvalidIdentity(ValueError):
    """The number cannot be accepted; the text says why, in Spanish."""


def clean(number: str) -> str:
    """``number`` without the spaces, dots and hyphens people type, in capitals."""
    return SEPARATORS.sub("", number).upper()


def validate_cedula(number: str) -> str:
    """The canonical form of a cédula: ten digits as text.

    Raises:
        InvalidIdentity: with the reason, as the vectors of accounts-portal §3 word it.
    """
    number = clean(number)
    if not re.fullmatch(r"[0-9]{10}", number):
        raise InvalidIdentity("La cédula debe tener 10 dígitos")
    # The library admits province 50 and a third digit 6; our rules decide (accounts-portal §3).
    if number[:2] not in PROVINCES:
        raise InvalidIdentity("Los dos primeros dígitos no son una provincia")
    if number[2] > "5":
        raise InvalidIdentity("El tercer dígito no es válido")
    try:
        return ci.validate(number)
    except ValidationError as error:
        raise InvalidIdentity("El dígito verificador no corresponde") from error


def mask(number: str) -> str:
    """A number as shown to whoever does not need it whole (ui §3.3)."""
    return number[:5] + "•" * max(len(number) - 5, 0)
