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


def validate_ruc(number: str) -> str:
    """The canonical form of a RUC: thirteen digits as text.

    Raises:
        InvalidIdentity: it is none of a natural person, of a public or of a private company (accounts-portal §3).
    """
    number = clean(number)
    if not re.fullmatch(r"[0-9]{13}", number):
        raise InvalidIdentity("El RUC debe tener 13 dígitos")
    if number[2] <= "5":
        validate_cedula(number[:10])
        valid = number.endswith("001")
    elif number[2] == "6":
        valid = _checked(number, (3, 2, 7, 6, 5, 4, 3, 2)) and number.endswith("0001")
    else:
        valid = number[2] == "9" and _checked(number, (4, 3, 2, 7, 6, 5, 4, 3, 2)) and number.endswith("001")
    if number[:2] not in PROVINCES or not valid:
        raise InvalidIdentity("El RUC no es válido")
    return number


def _checked(number: str, weights: tuple[int, ...]) -> bool:
    """Whether the digit after the weighted ones is eleven less their remainder; ten is no digit."""
    rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
    return str(0 if rest == 0 else 11 - rest) == number[len(weights)]
