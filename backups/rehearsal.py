"""A night on paper: invented requests, planned and worked through by the product's own rules (contract §1).

Nothing here reads a table: who asks gives the capacity, the hours and the pace.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backups import schedule
from backups.schedule import Load, NightPlan, Waiting

INSTITUTIONS = 12
MEAN_DOCUMENTS = 1_000  # of a request: 300 of them fill a third of the usual night
DOCUMENT_BYTES = (80_000, 320_000)  # mean size of a document of one request
SPREAD = 0.9  # of the logarithm of the documents: many small requests, few large ones
FEWEST, MOST = 21, 12  # documents, times the mean


@dataclass(frozen=True)
class Rehearsed:
    """One request of the night on paper."""

    waiting: Waiting
    night: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def invent(
    count: int, *, seed: int, now: datetime, mean: float = MEAN_DOCUMENTS, fewest: int = FEWEST
) -> list[Waiting]:
    """``count`` requests approved one minute after another until ``now``; the same seed gives the same ones.

    Args:
        mean: documents of a request on average.
        fewest: documents that a request has at least.
    """
    chance = random.Random(f"{seed}/noche")  # noqa: S311 - invented requests, no secret
    weights = [1 / (place + 1) for place in range(INSTITUTIONS)]  # a few large institutions, many small ones
    made = []
    for key in range(1, count + 1):
        wished = chance.lognormvariate(math.log(mean) - SPREAD**2 / 2, SPREAD)
        documents = max(fewest, min(round(wished), round(MOST * mean)))
        size = documents * chance.randint(*DOCUMENT_BYTES)
        made.append(Waiting(key, chance.choices(range(1, INSTITUTIONS + 1), weights)[0],
                            now - timedelta(minutes=count - key), load=Load(1, documents, size)))  # fmt: skip
    return made


def plan(requests: list[Waiting], *, first: date, capacity: Load, share: float, promise: date) -> list[Rehearsed]:
    """The night of each request, in approval order (`schedule.pick_night`)."""
    loads: dict[date, Counter] = defaultdict(Counter)
    reserved = defaultdict(lambda: schedule.NOTHING)
    left = Counter(request.institution for request in requests)
    planned = []
    for request in sorted(requests, key=lambda one: (one.approved_at, one.key)):
        others = any(count for institution, count in left.items() if institution != request.institution)

        def plan_of(day, request=request, others=others):
            placed = any(loads[later][institution] for later in loads if later >= day for institution in loads[later]
                         if institution != request.institution)  # fmt: skip
            return NightPlan(capacity, reserved[day], loads[day][request.institution], others or placed)

        night = schedule.pick_night(request.load, first=first, plan_of=plan_of, share=share, promise=promise)
        reserved[night] += request.load
        loads[night][request.institution] += request.load.bytes
        left[request.institution] -= 1
        planned.append(Rehearsed(request, night))
    return planned


def work_through(planned: list[Rehearsed], *, begins: datetime, seconds_of: Callable[[Load], float]) -> list[Rehearsed]:
    """When each request of one night starts and ends, in turn, the workers being one stream.

    Args:
        seconds_of: how long the workers need for a load.
    """
    nights, clock, done = {one.waiting.key: one.night for one in planned}, begins, []
    for request in schedule.whole_order((one.waiting for one in planned), {}):
        ends = clock + timedelta(seconds=seconds_of(request.load))
        done.append(Rehearsed(request, nights[request.key], clock, ends))
        clock = ends
    return done
