"""Tasks shared out among processes: all of them done once, and nothing left behind."""

import os
import signal
from functools import partial

import pytest

from backups.archive.errors import MemberError
from backups.archive.workers import shared


@pytest.fixture
def noted(tmp_path):
    folder = tmp_path / "noted"
    folder.mkdir()
    return folder


def note(folder, number):
    """Proves that the task ran, once, and where."""
    half = folder.parent / f"half-{number}"
    with half.open("x") as file:
        file.write(str(os.getpid()))
    half.rename(folder / str(number))


def assert_all_gone(folder):
    """No process that noted itself in `folder` lives, but this one."""
    noted = {int(path.read_text()) for path in folder.iterdir()}
    assert noted - {os.getpid()}
    for process in noted - {os.getpid()}:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def wait_for_file(path):
    while not path.exists():
        os.sched_yield()


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 20_000])
def test_every_task_is_taken_exactly_once(jobs, count):
    reading, writing = os.pipe()
    tasks = [partial(os.write, writing, b"x") for _ in range(count)]
    with shared(tasks, jobs) as wait:
        wait()
        wait()  # asked again, it is still true
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        assert len(told.read()) == count


def test_processes_work_at_the_same_time_and_this_one_is_among_them(noted):
    def meet(number):
        note(noted, number)
        wait_for_file(noted / str(1 - number))

    with shared([partial(meet, 0), partial(meet, 1)], 2) as wait:
        wait()
    workers = {int((noted / str(number)).read_text()) for number in (0, 1)}
    assert os.getpid() in workers
    assert len(workers) == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_several_failures_the_first_task_s_is_raised_and_no_other_task_begins(noted, jobs):
    def fail(number):
        note(noted, number)
        if number == 0 and jobs > 1:
            wait_for_file(noted / "1")
        raise MemberError(str(number), "crc")

    with pytest.raises(MemberError) as caught, shared([partial(fail, n) for n in range(50)], jobs) as wait:
        wait()
    assert caught.value.name == "0"
    assert len(list(noted.iterdir())) <= jobs


def test_a_process_that_is_killed_is_told_and_none_is_left(noted):
    parent = os.getpid()

    def die(number):
        note(noted, number)
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        wait_for_file(noted / str(1 - number))

    with pytest.raises(ChildProcessError), shared([partial(die, n) for n in range(2)], 2) as wait:
        wait()
    assert_all_gone(noted)


def test_an_error_of_the_block_ends_those_who_still_work(noted):
    parent = os.getpid()

    def linger(number):
        note(noted, number)
        if os.getpid() != parent:
            signal.pause()
        wait_for_file(noted / str(1 - number))

    with pytest.raises(KeyboardInterrupt), shared([partial(linger, n) for n in range(2)], 2):
        raise KeyboardInterrupt
    assert_all_gone(noted)
