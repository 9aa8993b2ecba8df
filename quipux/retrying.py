"""What PostgreSQL gives back for no fault of who asked: a lost conflict is tried again, a note that has no room is left out.

Rows F-13 and F-16 of safety §10.
"""

import logging
import random
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import TypeVar

from django.db import OperationalError, connection

Result = TypeVar("Result")
logger = logging.getLogger("quipux.retrying")
TIMES = 3
PAUSE = 0.1  # seconds at most before the first try; each other one waits twice as long
CONFLICTS = {"40P01", "40001"}  # chosen to end a deadlock; not serializable


FULL = "53100"  # no room on the disk of the database: it can be read and not written


def code_of(error: BaseException | None) -> str | None:
    """The SQLSTATE that PostgreSQL gave, if it was its answer."""
    return getattr(getattr(error, "__cause__", None), "pgcode", None)


@contextmanager
def left_out_without_room(what: str, **facts):
    """For notes about a reading: where the database has no room they stay in the log alone, and the reading goes on.

    Args:
        what: event of the log.
        facts: ids for the log, nothing personal.
    """
    try:
        yield
    except OperationalError as error:
        if code_of(error) != FULL or connection.in_atomic_block:
            raise
        logger.error("unwritten", extra={"what": what, **facts})


def is_conflict(error: BaseException) -> bool:
    """Whether the transaction was rolled back for no fault of its own."""
    return isinstance(error, OperationalError) and code_of(error) in CONFLICTS


def let_the_other_pass(tries: int) -> None:
    """Wait a moment before the try number ``tries`` + 1.

    Whoever won still waits for what we let go. Trying at once, we would take it before he wakes, and lose again.
    """
    time.sleep(random.uniform(0.5, 1) * PAUSE * 2**tries)  # noqa: S311 (no secret: two losers must not meet again)


def retried(work: Callable[[], Result]) -> Result:
    """Do ``work``, which is one whole transaction, and again when it lost a conflict.

    Raises:
        OperationalError: it lost four times, or stands inside a transaction, which is lost as a whole.
    """
    for left in range(TIMES, -1, -1):
        try:
            return work()
        except OperationalError as error:
            if not left or connection.in_atomic_block or not is_conflict(error):
                raise
            logger.info("conflict_retried", extra={"left": left - 1})
            let_the_other_pass(TIMES - left)
    raise AssertionError("unreachable")
