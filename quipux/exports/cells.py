"""A value of a table as a cell of a file: never a formula (documents §5.3, safety S-24)."""

from datetime import date, datetime
from decimal import Decimal

from quipux.web import formatting
from quipux.web.components import Link, Tag

# What a spreadsheet takes for the beginning of a formula; a tab or CR hides one from the eye.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NUMBERS = (int, float, Decimal)


def safe(text: str) -> str:
    """``text`` with ``'`` before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def plain(value) -> str:
    """What a person reads: instants in the official hour, days as year-month-day, decimals with a comma."""
    match value:
        case None:
            return ""
        case Tag() | Link():
            return value.text
        case bool():
            return "Sí" if value else "No"
        case datetime():
            return f"{formatting.official(value):%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
        case float() | Decimal():
            return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value).replace(".", ",")
    return str(value)


def is_number(value) -> bool:
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


def for_spreadsheet(value) -> str:
    """The same, safe to open in a spreadsheet. A number below zero stays one: only texts can be formulas."""
    return plain(value) if is_number(value) else safe(plain(value))
