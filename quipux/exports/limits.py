"""How much and how often may be exported (documents §16.5, safety §2.3)."""

from datetime import timedelta

from django.conf import settings

from quipux import clock
from quipux.errors import Invalid, TooMany
from quipux.limits import services as limits
from quipux.web import formatting

ACT, PER_HOUR = "export", 10
PDF_AT_ONCE = 500  # rows: typesetting takes some 20 ms for each, and nobody waits longer in front of a page


def check_total(total: int) -> None:
    """Refuse a list that is too long, with its count.

    Args:
        total: rows of the list.

    Raises:
        Invalid: they are more than ``QUIPUX_EXPORT_MAX_ROWS``.
    """
    if total > settings.QUIPUX_EXPORT_MAX_ROWS:
        found, most = formatting.count_text(total), formatting.count_text(settings.QUIPUX_EXPORT_MAX_ROWS)
        raise Invalid(
            f"La lista tiene {found} filas y una exportación admite hasta {most}. Acorte el período o use más filtros."
        )


def check_at_once(total: int, kind: str) -> None:
    """Refuse a PDF too long to be typeset while its person waits.

    Raises:
        Invalid: it has more than ``PDF_AT_ONCE`` rows.
    """
    if kind == "pdf" and total > PDF_AT_ONCE:
        raise Invalid(
            f"La lista tiene {formatting.count_text(total)} filas y un PDF admite hasta {PDF_AT_ONCE}. Elija CSV o XLSX."
        )


def take_turn(user) -> None:
    """Count one export of a person.

    Raises:
        TooMany: it is the eleventh of this hour.
    """
    again = limits.take(ACT, user.pk, limit=PER_HOUR, period=timedelta(hours=1))
    if again is not None:
        raise TooMany(
            f"Ya hizo {PER_HOUR} exportaciones en esta hora. Podrá hacer otra desde las {clock.local(again):%H:%M}."
        )
