"""How a night will go, by the pace measured in the last ones (backups §3.11; contract §1, `simulate_night`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backups import hours, pace, reservations, schedule
from backups.models import Backup, BackupRequest
from quipux import clock


@dataclass(frozen=True)
class Outlook:
    """
    Attributes:
        requests: how many the night has, those of ``extra`` included.
        ends_at: when the last one ends; None where there is none.
        closes_at: the window's end.
    """

    requests: int
    ends_at: datetime | None
    closes_at: datetime

    @property
    def fits(self) -> bool:
        return self.ends_at is None or self.ends_at <= self.closes_at


def of_night(night: date, *, without: Iterable[int] = (), extra: Iterable[BackupRequest] = ()) -> Outlook:
    """The end of a night as it is planned now.

    Args:
        without: primary keys of requests that would leave it.
        extra: requests that would come; one that has this night already counts once.
    """
    gone = [*without, *(request.pk for request in extra)]
    waiting = Backup.objects.filter(scheduled_for=night, state__in=reservations.WAITING)
    rows = reservations.with_left(waiting.exclude(request__in=gone)).select_related("request")
    loads = [schedule.Load(1, row.request.preflight_documents or 0, row.left) for row in rows]
    loads += [reservations.load_of(request) for request in extra]
    opens, closes = bounds(night)
    begins = max(opens, clock.now())
    work = pace.measured().seconds(sum(loads, schedule.NOTHING))
    return Outlook(len(loads), begins + timedelta(seconds=work) if loads else None, closes)


def bounds(night: date) -> tuple[datetime, datetime]:
    """The instants at which the window of a night begins and ends."""
    window, opens = hours.window(), clock.day_start(night)
    begins = datetime.combine(night, window.start, tzinfo=opens.tzinfo)
    ends = datetime.combine(night, window.end, tzinfo=opens.tzinfo)
    return begins, ends if ends > begins else ends + timedelta(days=1)
