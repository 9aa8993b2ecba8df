"""Nights, windows and capacity: pure dates and sums, no database (backups §2.5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

FARTHEST = 400  # nights looked ahead before giving up on capacity


@dataclass(frozen=True)
class Window:
    """The hours in which builds start; it may pass midnight."""

    start: time
    end: time

    def contains(self, instant: datetime) -> bool:
        """Whether ``instant`` (local) lies inside the window."""
        moment = instant.time()
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def night_of(self, instant: datetime) -> date:
        """The night running at ``instant``, else the next one to begin: named by its first day."""
        crosses = self.start > self.end
        if crosses and instant.time() < self.end:
            return instant.date() - timedelta(days=1)
        return instant.date()

    def next_to_begin(self, instant: datetime) -> date:
        """Tonight if its window has not begun, else tomorrow night."""
        return instant.date() if instant.time() < self.start else instant.date() + timedelta(days=1)


@dataclass(frozen=True)
class Load:
    """What a request takes of a night, or a night admits."""

    requests: int
    documents: int
    bytes: int

    def __add__(self, other):
        return Load(self.requests + other.requests, self.documents + other.documents, self.bytes + other.bytes)

    def fits(self, capacity: "Load") -> bool:
        return (self.requests <= capacity.requests and self.documents <= capacity.documents
                and self.bytes <= capacity.bytes)  # fmt: skip


@dataclass(frozen=True)
class NightPlan:
    """A night as it stands: what it admits, what is reserved, and how much of that by one institution."""

    capacity: Load
    reserved: Load
    institution_bytes: int
    others_wait: bool
    is_paused: bool = False


def pick_night(load: Load, *, first: date, plan_of: Callable[[date], NightPlan], share: float, promise: date) -> date:
    """The earliest night that takes ``load``.

    Args:
        load: the pre-flight figures of the request.
        first: the first night that may be used.
        plan_of: what each night holds already.
        share: largest part of a night's bytes for one institution, waived when no other waits and
            on the last night before ``promise``.
        promise: the promised working day.

    Returns:
        The night; a load larger than a whole night takes the first one with no reservation.
    """
    for offset in range(FARTHEST):
        night = first + timedelta(days=offset)
        plan = plan_of(night)
        if not plan.is_paused and _takes(plan, load, share, waived=night + timedelta(days=1) >= promise):
            return night
    return first + timedelta(days=FARTHEST)


def _takes(plan, load, share, *, waived):
    if not load.fits(plan.capacity):
        return plan.reserved.requests == 0
    if not (plan.reserved + load).fits(plan.capacity):
        return False
    within_share = plan.institution_bytes + load.bytes <= share * plan.capacity.bytes
    return within_share or waived or not plan.others_wait
