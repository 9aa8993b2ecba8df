"""Which bytes a person has: the union of the ranges that left (backups §3.8)."""

from collections.abc import Iterable


def covers(ranges: Iterable[tuple[int, int]], size: int) -> bool:
    """Whether the ranges, (first byte, number of bytes), together hold all of ``size`` bytes."""
    reached = 0
    for first, length in sorted(ranges):
        if first > reached:
            break  # a hole: what lies beyond it cannot fill it
        reached = max(reached, first + length)
    return reached >= size
