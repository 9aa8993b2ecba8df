"""How long a published backup can be downloaded (backups §6.3)."""

from datetime import date, timedelta

from django.conf import settings

from backups.states import Kind
from quipux import clock


def expiry(instant, kind: str):
    """00:00 of the day after the last day of validity (backups §6.3)."""
    return clock.day_start(clock.local(instant).date() + timedelta(days=validity_days(kind) + 1))


def validity_days(kind: str) -> int:
    personal = kind == Kind.PERSONAL
    return settings.QUIPUX_VALIDITY_PERSONAL_DAYS if personal else settings.QUIPUX_VALIDITY_INSTITUTIONAL_DAYS


def last_day(expires_at) -> date:
    """The last day on which the download works."""
    return (clock.local(expires_at) - timedelta(seconds=1)).date()
