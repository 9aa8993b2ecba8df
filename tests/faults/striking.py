"""A job in a process of its own that is killed at its n-th statement, again and again, until it gets to its end."""

import os
import signal
import traceback
from collections.abc import Callable, Iterator

from django.db import connection, connections, transaction

END = 7  # exit code of a child that was not struck


class _Stroke:
    """Ends this process with SIGKILL before its ``at``-th statement reaches the database."""

    def __init__(self, at: int):
        self._left = at

    def __call__(self, execute, sql, params, many, context):
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def struck(job: Callable[[], object], at: int) -> bool:
    """Run ``job`` in a child; whether it was killed before its statement ``at``, and did not come to its end.

    A job that fails for another reason fails the test: its traceback is in what the test printed.
    """
    connections.close_all()  # a connection is nobody's after a fork
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with connection.execute_wrapper(_Stroke(at)):
                job()
            code = END
        except Exception:  # noqa: BLE001 - nothing of the child may go on in what the parent was about
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == END
    return False


def undisturbed(job: Callable[[], object], seen: Callable[[], object]) -> tuple[object, int]:
    """What ``seen`` tells after ``job`` went undisturbed, and of how many statements it is; taken back."""
    count = 0

    def counting(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(counting):
            job()
        found = seen()
        transaction.set_rollback(True)
    return found, count


def strokes(job: Callable[[], object], stride: int, unit: Callable[[], object]) -> Iterator[object]:
    """Kill the job ``stride`` statements later each time; after it got through a unit, from the first ones again.

    Args:
        unit: names the unit reached, as the database tells it.

    Yields:
        The unit reached, after each stroke; ends when a run was not killed any more.
    """
    reached, at = unit(), 1
    while struck(job, at):
        now = unit()
        at = at + stride if now == reached else 1 + at % stride
        reached = now
        yield now
