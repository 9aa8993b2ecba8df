"""Nights, windows and capacity: pure dates and sums, no database (backups §2.5)."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
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

    def __sub__(self, other):
        return Load(self.requests - other.requests, self.documents - other.documents, self.bytes - other.bytes)

    def fits(self, capacity: "Load") -> bool:
        return (self.requests <= capacity.requests and self.documents <= capacity.documents
                and self.bytes <= capacity.bytes)  # fmt: skip


NOTHING = Load(0, 0, 0)  # what a training tenant takes of a night


@dataclass(frozen=True)
class NightPlan:
    """A night as it stands: what it admits, what is reserved, and how much of that by one institution.

    Attributes:
        others_wait: whether another institution has a request that could still use this night.
    """

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
        The night; a load larger than a whole night takes the first one with no reservation, and
        one without any load takes the first that is not paused.
    """
    for offset in range(FARTHEST):
        night = first + timedelta(days=offset)
        if admits(plan_of(night), load, night, share=share, promise=promise):
            return night
    return first + timedelta(days=FARTHEST)


def admits(plan: NightPlan, load: Load, night: date, *, share: float, promise: date) -> bool:
    """Whether ``night``, as ``plan`` has it, takes ``load``; the arguments are those of `pick_night`."""
    return not plan.is_paused and _takes(plan, load, share, waived=night + timedelta(days=1) >= promise)


def _takes(plan, load, share, *, waived):
    if load == NOTHING:
        return True
    if not load.fits(plan.capacity):
        return plan.reserved.requests == 0
    if not (plan.reserved + load).fits(plan.capacity):
        return False
    within_share = plan.institution_bytes + load.bytes <= share * plan.capacity.bytes
    return within_share or waived or not plan.others_wait


@dataclass(frozen=True)
class Waiting:
    """A request that waits for its turn in a night.

    Attributes:
        key: whatever names it.
        institution: primary key.
        is_due: its night has come; otherwise it is taken from a later one.
        leaves_soon: the person leaves within days, or left already.
    """

    key: int
    institution: int
    approved_at: datetime
    is_due: bool = True
    run_now: bool = False
    is_training: bool = False
    leaves_soon: bool = False
    load: Load = NOTHING


def in_turn(waiting: Iterable[Waiting], served: Mapping[int, int]) -> list[Waiting]:
    """The order in which builds start now (backups §2.5).

    What was asked to run now; then the night's own, by institution in turn, and inside an institution who leaves
    soon and the oldest approval; then later nights by approval; training tenants after everybody.

    Args:
        served: institution → bytes started this night; none for one that is not there.
    """
    rows = list(waiting)
    oldest = {}
    for row in rows:
        oldest[row.institution] = min(row.approved_at, oldest.get(row.institution, row.approved_at))

    def turn(row):
        if row.run_now or not row.is_due:
            return ()
        return served.get(row.institution, 0), oldest[row.institution], row.institution, not row.leaves_soon

    return sorted(rows, key=lambda row: (not row.run_now, row.is_training, not row.is_due, turn(row), row.approved_at,
                                         row.key))  # fmt: skip


def whole_order(waiting: Iterable[Waiting], served: Mapping[int, int]) -> list[Waiting]:
    """The order in which all of them start, each start counting for its institution: `in_turn` again and again."""
    served, done = dict(served), []
    left = deque(in_turn(waiting, served))
    groups = {}
    for row in left:
        if not row.run_now and row.is_due:
            groups.setdefault((row.is_training, row.institution), deque()).append(row)
    while left:
        first = left[0]
        if not first.run_now and first.is_due:
            first = _next_of(groups, first.is_training, served)
        left.remove(first)
        done.append(first)
        served[first.institution] = served.get(first.institution, 0) + first.load.bytes
    return done


def _next_of(groups, is_training, served):
    """The first of the institution whose turn it is, taken out of its group."""
    rows = {
        institution: group for (training, institution), group in groups.items() if training == is_training and group
    }
    institution = min(rows, key=lambda key: (served.get(key, 0), min(row.approved_at for row in rows[key]), key))
    return rows[institution].popleft()
