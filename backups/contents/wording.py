"""Frozen values as people read them, shared by pages, lists and tables."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from quipux.web.formatting import decimal_text, timestamp_text

SHOWN_NAMES = 3  # names of a party told in one row of a list


def yes_no(value: bool) -> str:
    return "Si" if value else "No"


def instant_text(iso: str) -> str:
    """«AAAA-MM-DD HH:MM:SS (GMT-5)» of an ISO instant with offset; "" gives ""."""
    return timestamp_text(datetime.fromisoformat(iso)) if iso else ""


def kilobytes_text(size: int | None) -> str:
    """Bytes in Kb. with two decimals, as column «Tamaño (Kb.)» shows; nothing when they are not known."""
    return "" if size is None else decimal_text(size / 1024)


def party_name(party: Mapping) -> str:
    """Title and name, or the institution of an addressee without name."""
    return f"{party['academic_title']} {party['name']}".strip() or party["institution"]


def party_line(party: Mapping) -> str:
    """Title, name, post and institution in one line."""
    return ", ".join(text for text in (party_name(party), party["position"], party["institution"]) if text)


def names_text(parties: Iterable[Mapping]) -> str:
    """All the names of a party, for searching."""
    return ", ".join(party_name(party) for party in parties)


def short_names_text(parties: list[Mapping]) -> str:
    """The first names of a party and how many more there are."""
    rest = len(parties) - SHOWN_NAMES
    return names_text(parties[:SHOWN_NAMES]) + (f" y {rest} más" if rest > 0 else "")
