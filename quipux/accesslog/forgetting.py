"""The access log is kept a year; afterwards only how many of each event there were (accounts-portal §9.5)."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from quipux import clock

JOB = "forget_accesses"
# The months in which they happened, by Guayaquil's calendar.
_COUNT = """
    INSERT INTO accesslog_accesscount (month, event, result, count)
    SELECT date_trunc('month', at AT TIME ZONE 'America/Guayaquil')::date, event, result, count(*)
    FROM accesslog_accessentry WHERE at < %s GROUP BY 1, 2, 3
    ON CONFLICT (month, event, result) DO UPDATE SET count = accesslog_accesscount.count + EXCLUDED.count
"""
_DELETE = "DELETE FROM accesslog_accessentry WHERE at < %s"


def forget_old() -> int:
    """Count, then delete, the entries of every month that is over `QUIPUX_ACCESS_LOG_MONTHS` old. Returns how many went.

    The database refuses the deletion of anything younger than a year, whatever this setting says.
    """
    oldest = _first_month_kept()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # a month of a whole country, once a month
        cursor.execute(_COUNT, [oldest])
        cursor.execute(_DELETE, [oldest])
        return cursor.rowcount


def _first_month_kept() -> datetime:
    today = clock.today()
    months = today.year * 12 + today.month - 1 - settings.QUIPUX_ACCESS_LOG_MONTHS
    return clock.day_start(today.replace(year=months // 12, month=months % 12 + 1, day=1))
