"""When builds may work: the night window, a daytime window that an operator opened, paused nights (backups §2.5)."""

from datetime import date, datetime, timedelta

from django.conf import settings

from backups import schedule
from backups.models import Backup, Night
from quipux import clock


def window() -> schedule.Window:
    """The night window of the settings."""
    return schedule.Window(*settings.QUIPUX_NIGHT_WINDOW)


def night_at(instant: datetime) -> date:
    """The night whose list is worked on at ``instant`` (local), else the next one to begin."""
    return window().night_of(instant)


def is_open(instant: datetime) -> bool:
    """Whether builds of the list may work at ``instant`` (local). A paused night closes its daytime window too."""
    in_window = window().contains(instant)
    night = Night.objects.filter(date=night_at(instant) if in_window else instant.date()).first()
    if night is None or night.is_paused:
        return in_window and night is None
    return in_window or _in_day_window(night, instant)


def _in_day_window(night, instant):
    return night.day_from is not None and night.day_from <= instant.time() < night.day_to


def may_work(backup_id: int) -> bool:
    """Whether a running backup may go on now: always when it was asked to run now, else while work is open."""
    run_now = Backup.objects.running().filter(pk=backup_id).values_list("run_now", flat=True).first()
    return run_now is not None and (run_now or is_open(clock.now()))


def next_night(instant: datetime, *, besides: date | None = None) -> date:
    """The first night that is still to begin, is not paused and is not ``besides``."""
    first = window().next_to_begin(instant)
    paused = {besides, *Night.objects.filter(date__gte=first, is_paused=True).values_list("date", flat=True)}
    nights = (first + timedelta(days=offset) for offset in range(schedule.FARTHEST))
    return next(night for night in nights if night not in paused)
