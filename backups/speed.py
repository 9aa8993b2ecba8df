"""How fast a build goes, from the numbers seen in the last minute (backups §3.9).

The database keeps only the newest number of a part, so whoever looks leaves a note in the cache; it
is a convenience: without cache no remaining time is told, and nothing else changes.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger("quipux.backups")
WINDOW = 60  # seconds whose median speed counts
KEPT = 3600  # seconds a note stays


@dataclass(frozen=True)
class Measured:
    """``seconds_left`` is None until two different numbers have been seen."""

    seconds_left: float | None = None
    is_slower: bool = False


def measure(backup_id: int, at: datetime, done: int, total: int) -> Measured:
    """Note a number and say how long the rest takes.

    Args:
        at: instant of the number.
        done, total: bytes.
    """
    key = f"backup-speed-{backup_id}"
    try:
        samples, shortest = cache.get(key, ((), None))
        samples = with_sample(samples, (at.timestamp(), done))
        measured, shortest = estimate(samples, total - done, shortest)
        cache.set(key, (samples, shortest), KEPT)
    except (RedisError, OSError) as error:
        logger.warning("speed_unknown", extra={"backup": backup_id, "reason": type(error).__name__})
        return Measured()
    return measured


def with_sample(samples, sample) -> tuple:
    """The samples of the last minute, and the new one if it is new."""
    kept = [one for one in samples if sample[0] - WINDOW <= one[0] < sample[0]]
    return (*kept, sample)


def estimate(samples, remaining: int, shortest: float | None) -> tuple[Measured, float | None]:
    """Remaining bytes over the median speed; slower when it is more than twice the shortest told before.

    Returns:
        What is measured, and the shortest remaining time so far.
    """
    speeds = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(samples)]
    usual = median(speeds) if speeds else 0
    if usual <= 0:
        return Measured(), shortest
    seconds = max(remaining, 0) / usual
    shortest = seconds if shortest is None else min(shortest, seconds)
    return Measured(seconds, seconds > 2 * shortest), shortest
