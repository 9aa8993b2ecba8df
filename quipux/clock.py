"""One clock, the database's, and one calendar, Guayaquil's (backups §6.3, F-22, F-23).

An application host with a wrong clock must not expire, delete or approve anything early, so
whatever the domain decides by time asks here and never ``datetime.now()``.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateTimeField, Value
from django.db.models.functions import Now

GUAYAQUIL = ZoneInfo("America/Guayaquil")
_frozen: ContextVar[datetime | None] = ContextVar("quipux_frozen_clock", default=None)


def now() -> datetime:
    """The instant by the database's clock, aware, in Guayaquil's time zone."""
    return _frozen.get() or database_now()


def database_now() -> datetime:
    """The same, whatever a test or a story fixed: for comparing clocks before anything is deleted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(GUAYAQUIL)


def statement_now():
    """The same instant as an expression, so that a condition by the clock costs no query of its own."""
    frozen = _frozen.get()
    return Now() if frozen is None else Value(frozen, output_field=DateTimeField())


def frozen_instant() -> datetime | None:
    """What a test or a story fixed; None where the clock runs."""
    return _frozen.get()


def today() -> date:
    """The calendar day in Guayaquil by the database's clock."""
    return now().date()


def day_at(instant: datetime | None) -> date:
    """The day in Guayaquil of ``instant``, which the database gave for «now»; None asks it again."""
    return local(_frozen.get() or instant or database_now()).date()


def day_start(day: date) -> datetime:
    """The first instant of ``day`` in Guayaquil."""
    return datetime.combine(day, time.min, tzinfo=GUAYAQUIL)


def day_range(start: date, end: date) -> tuple[datetime, datetime]:
    """The half-open interval of instants covering the days ``start`` to ``end``, both inclusive."""
    return day_start(start), day_start(end + timedelta(days=1))


def local(instant: datetime) -> datetime:
    """``instant`` in Guayaquil's time zone."""
    return instant.astimezone(GUAYAQUIL)


@contextmanager
def frozen_at(instant: datetime):
    """Fix the clock for the code run inside, as the tests and the demo's story need."""
    token = _frozen.set(local(instant))
    try:
        yield
    finally:
        _frozen.reset(token)
