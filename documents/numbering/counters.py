"""The next value of a series; its row stays locked until the transaction ends (documents §7.3, §7.5)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q

from documents.models import NumberCounter

_TAKE = """
    INSERT INTO documents_numbercounter AS counter (area_id, type_id, year, last) VALUES (%s, %s, %s, %s)
    ON CONFLICT {key} DO UPDATE SET last = counter.last + excluded.last RETURNING id, last
"""
_TAKE_OF_AREA = _TAKE.format(key="(area_id, type_id, year)")
_TAKE_OF_CITIZENS = _TAKE.format(key="(type_id, year) WHERE area_id IS NULL")
# Taken and written down at once: while the row is locked nobody waits for a program, only for the commit.
_GIVE = """
    WITH taken AS ({take})
    INSERT INTO documents_issuednumber
        (counter_id, value, text, institution_id, document_id, status, reason, annulled_by, issued_at, issued_by)
    SELECT id, last, %s || LPAD(last::text, GREATEST(LENGTH(last::text), %s), '0') || %s, %s, %s, 'used', '', '', %s, %s
    FROM taken RETURNING text
"""
_GIVE_OF_AREA, _GIVE_OF_CITIZENS = _GIVE.format(take=_TAKE_OF_AREA), _GIVE.format(take=_TAKE_OF_CITIZENS)
Series = tuple[int | None, int]


def take(series: Series, year: int, count: int = 1) -> tuple[int, range]:
    """Take the next ``count`` values; the counter begins by itself in a new year.

    Returns:
        The key of the counter, and the values.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OF_CITIZENS if series[0] is None else _TAKE_OF_AREA, [*series, year, count])
        counter, last = cursor.fetchone()
    return counter, range(last - count + 1, last + 1)


def give(series: Series, year: int, *, written: tuple[str, int, str], institution: int | None, document: int,
         at: datetime, by: str) -> str:  # fmt: skip
    """Take the next value and write it down for a document, in one statement.

    Args:
        written: what stands before the sequence, its least digits, and what stands after it.
        institution, document: primary keys.

    Returns:
        The number.
    """
    with connection.cursor() as cursor:
        statement = _GIVE_OF_CITIZENS if series[0] is None else _GIVE_OF_AREA
        cursor.execute(statement, [*series, year, 1, *written, institution, document, at, by])
        [text] = cursor.fetchone()
    return text


def lock(wanted: Iterable[tuple[Series, int]]) -> list[NumberCounter]:
    """Lock several counters, so that two transactions that need the same ones never wait for each other.

    Those missing are made first, in one order for everybody; then all are locked by ascending id.

    Args:
        wanted: series with their year.
    """
    wanted = sorted(set(wanted), key=lambda pair: (pair[0][0] or 0, pair[0][1], pair[1]))
    NumberCounter.objects.bulk_create(
        [NumberCounter(area_id=area, type_id=type, year=year) for (area, type), year in wanted], ignore_conflicts=True
    )
    named = Q()
    for (area, type), year in wanted:
        owner = Q(area=area) if area else Q(area__isnull=True)
        named |= owner & Q(type=type, year=year)
    return list(NumberCounter.objects.filter(named).order_by("pk").select_for_update(of=("self",)))
