"""What the values of a package may be: whatever is not named here is refused (institutions §12.9, safety S-87)."""

import re
from collections.abc import Callable
from typing import Any

Shape = Callable[[Any, str], None]


class WrongShapeError(ValueError):
    """A value is not what its place admits; the message says where, in Spanish, and never quotes the value."""


def _require(holds: bool, where: str, what: str) -> None:
    if not holds:
        raise WrongShapeError(f"{where}: {what}")


def text(most: int, *, least: int = 0, pattern: str = "") -> Shape:
    """Characters; ``pattern`` is matched against all of them."""

    def shape(value, where):
        _require(isinstance(value, str) and least <= len(value) <= most and "\0" not in value, where,
                 f"debe ser un texto de {least} a {most} caracteres")  # fmt: skip
        _require(not pattern or re.fullmatch(pattern, value) is not None, where, "tiene caracteres que no se admiten")

    return shape


def whole(least: int, most: int) -> Shape:
    """An integer; true and false are none."""
    return lambda value, where: _require(type(value) is int and least <= value <= most, where,
                                         f"debe ser un número de {least} a {most}")  # fmt: skip


def flag(value, where: str) -> None:
    """True or false."""
    _require(isinstance(value, bool), where, "debe ser verdadero o falso")


def one_of(values) -> Shape:
    known = {str(value) for value in values}
    return lambda value, where: _require(isinstance(value, str) and value in known, where, "no es un valor conocido")


def optional(shape: Shape) -> Shape:
    """Null, or what ``shape`` admits."""
    return lambda value, where: None if value is None else shape(value, where)


def many(shape: Shape, most: int) -> Shape:
    """A list."""

    def shape_of_all(value, where):
        _require(isinstance(value, list) and len(value) <= most, where, f"debe ser una lista de hasta {most} elementos")
        for place, one in enumerate(value, start=1):
            shape(one, f"{where}, elemento {place}")

    return shape_of_all


def record(**fields: Shape) -> Shape:
    """Exactly these fields: a key of the database, or any other that nobody asked for, is refused."""

    def shape(value, where):
        _require(isinstance(value, dict) and value.keys() == fields.keys(), where,
                 f"debe tener exactamente estos datos: {', '.join(fields)}")  # fmt: skip
        for name, one in fields.items():
            one(value[name], f"{where}, {name}")

    return shape
