"""Mails to whoever has not taken every part: once at half of the validity, once on the last day (backups §6.1, §7)."""

from datetime import date, timedelta

from backups.deliveries import missing_parts
from backups.models import Backup, PartDownload
from backups.recipients import recipients_of
from backups.services import notices
from backups.validity import last_day, validity_days
from quipux import clock


def remind() -> dict[str, int]:
    """Queue today's reminders; a second run of the same day adds none.

    Days of repair remind nobody: there is nothing complete to take.

    Returns:
        half_way, last_day: how many mails of each were queued.
    """
    counts, today = {"half_way": 0, "last_day": 0}, clock.today()
    for backup in _available():
        missing = _missing(backup)
        if missing and last_day(backup.expires_at) == today:
            counts["last_day"] += notices.last_chance(backup.request, backup, missing=missing)
        elif missing and half_of(backup) <= today:
            counts["half_way"] += notices.half_way(backup.request, backup, missing=missing)
    return counts


def half_of(backup: Backup) -> date:
    """The day with which the second half of the validity begins."""
    return last_day(backup.expires_at) - timedelta(days=validity_days(backup.request.kind) // 2)


def _available():
    rows = Backup.objects.available(clock.now()).exclude(parts__damaged_at__isnull=False).select_related("request")
    return rows.order_by("pk").iterator()


def _missing(backup):
    """Parts that whoever took most has not taken; of a transfer that a proxy made, the start is all one can know."""
    transfers = PartDownload.objects.filter(part__backup=backup)
    if transfers.filter(is_observed=False).exists():
        return backup.parts.exclude(pk__in=transfers.values("part")).count()
    return min((missing_parts(one.user, backup) for one in recipients_of(backup.request)), default=0)
