"""Round numbers beside a picture."""

import math

NICE = (1, 2, 5)


def scale_step(top) -> int:
    """1, 2, 5, 10, 20, 50…: the smallest that needs at most four lines."""
    factor = 1
    while True:
        for nice in NICE:
            if nice * factor * 4 >= top:
                return nice * factor
        factor *= 10


def marks(top) -> list[int]:
    """The values of the lines, from 0 to the first one at or above ``top``."""
    step = scale_step(top)
    return list(range(0, max(step * math.ceil(top / step), step) + 1, step))
