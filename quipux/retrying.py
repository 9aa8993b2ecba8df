"""What PostgreSQL gives back for no fault of who asked: a lost conflict is tried again, a note that has no room is left out.

Rows F-13 and F-16 of safety §10.
"""

import logging
from collections.abc import Callable
from contextlib import contextmanager
from typing import TypeVar

from django.db import OperationalError, connection

Result = TypeVar("Result")
logger = logging.getLogger("quipux.retrying")
TIMES = 3
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
    raise AssertionError("unreachable")
