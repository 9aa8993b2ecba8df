"""Identity documents, without database (accounts-portal §3)."""

import re

from stdnum.ec import ci
from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

SEPARATORS = re.compile(r"[\s.\-]+")


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
    try:
        return ci.validate(number)
    except InvalidChecksum as error:
        raise InvalidIdentity("El dígito verificador no corresponde") from error
    except InvalidComponent as error:
        raise InvalidIdentity(_wrong_component(number)) from error
    except ValidationError as error:
        raise InvalidIdentity("La cédula no es válida") from error


def _wrong_component(number):
    if not (1 <= int(number[:2]) <= 24 or number[:2] == "30"):
        return "Los dos primeros dígitos no son una provincia"
    return "El tercer dígito no es válido"


def mask(number: str) -> str:
    """A number as shown to whoever does not need it whole (ui §3.3)."""
    return number[:5] + "•" * max(len(number) - 5, 0)
