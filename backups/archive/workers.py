"""Tasks shared out among processes: each takes the next one when it is done with its own.

Plain forks, because they start at once and inherit what there is to do: a child needs
nothing but the numbers of its tasks, and those wait in a pipe that all of them read.
"""

import errno
import fcntl
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Task = Callable[[], None]
Failure = tuple[int, Exception]  # the number of the task and what it met

_NUMBER = 4  # bytes of a task's number in the pipe
_PIPE = 64 * 1024  # bytes that any pipe holds


@contextmanager
def shared(tasks: Sequence[Task], jobs: int) -> Iterator[Callable[[], None]]:
    """Runs `tasks` in at most `jobs` processes, this one among them.

    The block starts when no task is left to take, and receives what waits for those still
    being done by others. Whatever happens, no process is left behind.

    Raises, from the wait or before the block, what the first task that failed met.
    """
    turns = _turns(len(tasks))
    helpers: list[_Helper] = []
    try:
        with _Lifeline() as lifeline:
            for _ in range(min(jobs, len(tasks)) - 1):
                helpers.append(_Helper(tasks, turns, lifeline))
            if failed := _work(tasks, turns):
                _finish(helpers, [failed])
            yield lambda: _finish(helpers, [])
    finally:
        os.close(turns)
        for helper in helpers:
            helper.end()


def _turns(count: int) -> int:
    """The descriptor of a pipe that holds the numbers of all tasks; empty, it is at its end."""
    reading, writing = os.pipe()
    numbers = b"".join(number.to_bytes(_NUMBER, "big") for number in range(count))
    if len(numbers) > _PIPE:
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, len(numbers))
    os.write(writing, numbers)
    os.close(writing)
    return reading


def _work(tasks: Sequence[Task], turns: int) -> Failure | None:
    """Runs tasks until none is left; after a failure nobody takes another."""
    while turn := os.read(turns, _NUMBER):
        number = int.from_bytes(turn, "big")
        try:
            tasks[number]()
        except Exception as error:  # noqa: BLE001 - raised again by who waits for all
            while os.read(turns, _PIPE):
                pass
            return number, error
    return None


def _finish(helpers: list["_Helper"], failures: list[Failure]) -> None:
    """Waits for all; of several failures the one of the first task is raised, always the same."""
    failures += [failed for helper in helpers if (failed := helper.wait())]
    if failures:
        raise min(failures, key=lambda failed: failed[0])[1]


class _Lifeline:
    """A pipe whose writing end only this process keeps: its children see when it is gone.

    A killed build must not leave workers behind that write beside the next one.
    """

    def __enter__(self) -> "_Lifeline":
        self._reading, self._writing = os.pipe()
        return self

    def __exit__(self, *_) -> None:
        os.close(self._reading)
        os.close(self._writing)

    def hold(self) -> None:
        """In a child: from now on it dies with its parent."""
        os.close(self._writing)
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        os.read(self._reading, 1)
        os._exit(1)


class _Helper:
    """A child that works on the same tasks."""

    def __init__(self, tasks: Sequence[Task], turns: int, lifeline: _Lifeline):
        self._told = b""
        self._report, writing = os.pipe()
        self._process = os.fork()
        if not self._process:
            self._live(tasks, turns, lifeline, writing)
        os.close(writing)

    @staticmethod
    def _live(tasks: Sequence[Task], turns: int, lifeline: _Lifeline, report: int) -> None:
        """The whole life of the child: nothing of its parent's code runs after it."""
        code = 1
        try:
            lifeline.hold()
            _tell(report, _work(tasks, turns))
            code = 0
        finally:
            os._exit(code)

    def wait(self) -> Failure | None:
        """What the child met, once it has ended; the same when asked again."""
        if self._process:
            with open(self._report, "rb", closefd=False) as report:
                self._told = report.read()
            self._reap()
        return _hear(self._told)

    def end(self) -> None:
        """Ends a child nobody waited for."""
        os.close(self._report)
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            self._reap()

    def _reap(self) -> None:
        os.waitpid(self._process, 0)
        self._process = 0


def _tell(report: int, failed: Failure | None) -> None:
    """A child's last word: a dot when all went well, so that silence means a sudden death."""
    if failed is None:
        os.write(report, b".")
        return
    import pickle  # seldom needed, and slow to load

    os.write(report, pickle.dumps(failed))


def _hear(told: bytes) -> Failure | None:
    if told == b".":
        return None
    if not told:
        raise ChildProcessError(errno.ECHILD, "un proceso que escribía partes terminó de golpe")
    import pickle

    return pickle.loads(told)  # noqa: S301 - written by our own child
