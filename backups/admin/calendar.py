"""The nights as the SGE reads them: window, capacity, what is reserved, when they end (backups §3.11)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backups import outlooks, reservations
from backups.models import Night
from backups.reservations import Reservations
from backups.schedule import Load
from quipux import clock

SHOWN = 14  # nights
SHORT_DAYS = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
ALMOST = 0.9


@dataclass(frozen=True)
class NightLine:
    """A night with its figures."""

    row: Night
    capacity: Load
    reserved: Load
    ends_at: datetime | None

    @property
    def day(self) -> date:
        return self.row.date

    @property
    def short_name(self) -> str:
        """«vie 21»."""
        return f"{SHORT_DAYS[self.day.weekday()]} {self.day.day}"

    @property
    def word(self) -> str:
        """«pausada», «lleno», «casi lleno» or nothing."""
        if self.row.is_paused:
            return "pausada"
        share = self._share
        return "lleno" if share >= 1 else "casi lleno" if share >= ALMOST else ""

    @property
    def _share(self):
        pairs = zip(self._figures(self.reserved), self._figures(self.capacity), strict=True)
        return max((used / limit if limit else 1) for used, limit in pairs)

    @staticmethod
    def _figures(load):
        return load.requests, load.documents, load.bytes


def lines(first: date, count: int = SHOWN) -> list[NightLine]:
    """``count`` nights from ``first`` on; nothing is locked or written."""
    book = Reservations(first, lock=False)
    days = [first + timedelta(days=offset) for offset in range(count)]
    return [_line(book, day) for day in days]


def line_of(day: date) -> NightLine:
    return _line(Reservations(min(day, clock.today()), lock=False), day)


def _line(book, day):
    reserved = book.reserved(day)
    ends = outlooks.of_night(day).ends_at if reserved.requests else None
    row = book.night(day)
    return NightLine(row, reservations.capacity_of(row), reserved, clock.local(ends) if ends else None)
