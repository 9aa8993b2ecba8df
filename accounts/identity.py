"""Identity documents, without database (accounts-portal §3)."""

import re
from enum import Enum

from stdnum.ec import ci
from stdnum.exceptions import ValidationError

SEPARATORS = re.compile(r"[\s.\-]+")
PROVINCES = {f"{number:02d}" for number in range(1, 25)} | {"30"}
PASSPORT, COUNTRY = re.compile(r"[A-Z0-9]{5,20}"), re.compile(r"[A-Z]{3}")  # ISO 3166 alfa-3
WEIGHTS = {"6": (3, 2, 7, 6, 5, 4, 3, 2), "9": (4, 3, 2, 7, 6, 5, 4, 3, 2)}  # by the third digit of a RUC


class InvalidIdentity(ValueError):
    """The number cannot be accepted; the text says why, in Spanish."""


class Doubtful(InvalidIdentity):
    """Only the algorithm speaks against it: numbers outside of it exist (accounts-portal §3).

    Attributes:
        number: as it would be stored, for who may accept it with a reason.
    """

    def __init__(self, reason: str, number: str):
        super().__init__(reason)
        self.number = number


def clean(number: str) -> str:
    """``number`` without the spaces, dots and hyphens people type, in capitals."""
    return SEPARATORS.sub("", number).upper()


def validate_cedula(number: str) -> str:
    """The canonical form of a cédula: ten digits as text.

    Raises:
        Doubtful: ten digits, but no province, no kind of person, or another check digit.
        InvalidIdentity: not even that; the vectors of accounts-portal §3 word every reason.
    """
    number = clean(number)
    if not re.fullmatch(r"[0-9]{10}", number):
        raise InvalidIdentity("La cédula debe tener 10 dígitos")
    # The library admits province 50 and a third digit 6; our rules decide (accounts-portal §3).
    if number[:2] not in PROVINCES:
        raise Doubtful("Los dos primeros dígitos no son una provincia", number)
    if number[2] > "5":
        raise Doubtful("El tercer dígito no es válido", number)
    try:
        return ci.validate(number)
    except ValidationError as error:
        raise Doubtful("El dígito verificador no corresponde", number) from error


def validate_passport(number: str) -> str:
    """The canonical form of the number of a passport; its country says whose it is.

    Raises:
        InvalidIdentity: it is not 5 to 20 letters and digits.
    """
    number = clean(number)
    if not PASSPORT.fullmatch(number):
        raise InvalidIdentity("El pasaporte tiene de 5 a 20 letras y números")
    return number


def validate_country(typed: str) -> str:
    """The three letters of the country that gave out a passport.

    Raises:
        InvalidIdentity: they are not three letters.
    """
    country = typed.strip().upper()
    if not COUNTRY.fullmatch(country):
        raise InvalidIdentity("Escriba las tres letras del país del pasaporte, por ejemplo COL")
    return country


def mask(number: str) -> str:
    """A number as shown to whoever does not need it whole (ui §3.3)."""
    return number[:5] + "•" * max(len(number) - 5, 0)


def validate_ruc(number: str) -> str:
    """The canonical form of a RUC: thirteen digits as text.

    Raises:
        Doubtful: a digit or the province does not follow the algorithm.
        InvalidIdentity: it is none of a natural person, of a public or of a private company (accounts-portal §3).
    """
    number = clean(number)
    if not re.fullmatch(r"[0-9]{13}", number):
        raise InvalidIdentity("El RUC debe tener 13 dígitos")
    ending = {"6": "0001", "9": "001"}.get(number[2], "001" if number[2] <= "5" else None)
    if ending is None or not number.endswith(ending):
        raise InvalidIdentity("El RUC no es válido")
    if number[2] <= "5":
        _check_natural(number)
    elif number[:2] not in PROVINCES or not _checked(number, WEIGHTS[number[2]]):
        raise Doubtful("El RUC no es válido", number)
    return number


class RucKind(Enum):
    """Whose a RUC is, as sentences name it."""

    NATURAL, PUBLIC, COMPANY = "una persona natural", "una institución pública", "una empresa privada"


def kind_of_ruc(number: str) -> RucKind:
    """Whose a RUC is, by its third digit (accounts-portal §3); of one that ``validate_ruc`` took, or only doubted."""
    return {"6": RucKind.PUBLIC, "9": RucKind.COMPANY}.get(clean(number)[2], RucKind.NATURAL)


def _check_natural(ruc):
    try:
        validate_cedula(ruc[:10])
    except Doubtful as doubt:
        raise Doubtful(str(doubt), ruc) from doubt


def _checked(number: str, weights: tuple[int, ...]) -> bool:
    """Whether the digit after the weighted ones is eleven less their remainder; ten is no digit."""
    rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
    return str(0 if rest == 0 else 11 - rest) == number[len(weights)]
