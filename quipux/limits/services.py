"""Counting uses, and holding an act that may be done once at a time (safety §2.3)."""

import ipaddress
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from quipux import clock
from quipux.limits.models import PageUse, Use

KEPT = timedelta(days=2)  # longer than the longest window
COUNT = """
    INSERT INTO {table} AS known (act, subject, "window", count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (act, subject, "window") DO UPDATE SET count = known.count + 1
    RETURNING count
"""


def take(act: str, subject, *, limit: int, period: timedelta) -> datetime | None:
    """Count one use, atomically, and say whether it was one too many.

    Windows follow each other from Guayaquil's midnight on, each ``period`` long.

    Args:
        act: name of the limited act, for example ``public_check``.
        subject: who does it: a person's primary key, an address.
        limit: uses allowed in one window.
        period: at most one day.

    Returns:
        None while the use is allowed, else the instant at which the next window begins.
    """
    window = _window(period)
    return window + period if _counted(Use, act, subject, window) > limit else None


def count_page(act: str, subject, *, period: timedelta, at: datetime | None = None) -> tuple[int, datetime]:
    """Count one page of a person, by one statement that waits for no disk.

    Args:
        act: kind of page, for example ``list_page``.
        subject, period: as `take`.
        at: the instant of the request by the database's clock, where something asked it already.

    Returns:
        How many the window in course has with this one, and the instant at which the next begins.
    """
    window = _window(period, at)
    return _counted(PageUse, act, subject, window), window + period


def _counted(model, act, subject, window):
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(table=model._meta.db_table), [act, _digest(act, subject), window])
        return cursor.fetchone()[0]


def used(act: str, subject, *, period: timedelta) -> int:
    """How many uses the window in course has, without adding one."""
    found = Use.objects.filter(act=act, subject=_digest(act, subject), window=_window(period)).first()
    return found.count if found else 0


def clear(act: str, subject) -> None:
    """Forget the uses of one act by one subject."""
    Use.objects.filter(act=act, subject=_digest(act, subject)).delete()


def _window(period, at=None):
    now = clock.local(at) if at else clock.now()
    midnight = clock.day_start(now.date())
    return midnight + (now - midnight) // period * period


def _digest(act, subject):
    return salted_hmac(f"quipux.limits.{act}", str(subject), algorithm="sha256").hexdigest()


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one subscriber of IPv6 has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def network_of(request) -> str:
    """The network a request came from, as the trusted proxy gives it."""
    return network(request.META.get("REMOTE_ADDR", ""))


def forget() -> int:
    """Delete the counts of windows long past. Returns how many."""
    old = clock.now() - KEPT
    return sum(model.objects.filter(window__lt=old).delete()[0] for model in (Use, PageUse))


def hold(act: str, subject) -> bool:
    """Begin an act that ``subject`` may do once at a time.

    The database itself lets go when this connection ends, so a killed process holds nothing.

    Returns:
        Whether it was free; then `let_go` must follow on the same connection.
    """
    return _advisory("pg_try_advisory_lock", act, subject)


def let_go(act: str, subject) -> None:
    """End what `hold` began."""
    _advisory("pg_advisory_unlock", act, subject)


def _advisory(function, act, subject):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"{act}:{subject}"])
        return cursor.fetchone()[0]
