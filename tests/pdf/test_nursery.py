"""Children forked from a warm process: each its own, none that outlives who asked for it (safety §2.6)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quipux.pdf import frames, nursery
from quipux.pdf.job import Limits
from tests.pdf.test_faults import ROOT, state_of, wait_until

MODULE, LIMITS = "quipux.extraction.child", Limits(start_seconds=30)


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.fixture
def child():
    """Starts children that are locked up; they end with the test."""
    started = []

    def start():
        sock, process = nursery.start(MODULE, LIMITS)
        started.append((sock, process))
        frames.receive(sock)
        return process

    yield start
    for sock, process in started:
        sock.close()
        process.kill()
        process.wait(timeout=10)


def test_every_errand_gets_a_process_of_its_own_from_one_that_is_warm(child):
    first, second = child(), child()
    assert first.pid != second.pid
    assert parent_of(first.pid) == parent_of(second.pid) != os.getpid()


def test_a_child_that_was_killed_is_gone_and_waiting_for_one_that_lives_ends(child):
    process = child()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.01)
    process.kill()
    process.wait(timeout=10)
    wait_until(lambda: not Path(f"/proc/{process.pid}").exists())
    process.kill()


def test_when_the_warm_process_died_its_children_die_and_the_next_errand_has_another(child):
    process = child()
    os.kill(parent_of(process.pid), signal.SIGKILL)
    process.wait(timeout=10)
    assert child().pid != process.pid


def test_the_warm_process_ends_when_idle_but_never_before_its_children(child, monkeypatch):
    monkeypatch.setattr(nursery, "_nurseries", {})
    monkeypatch.setattr(nursery, "IDLE_SECONDS", 0.1)
    process = child()
    warm = parent_of(process.pid)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    process.kill()
    process.wait(timeout=10)
    wait_until(lambda: state_of(warm) == "Z")
    assert parent_of(child().pid) != warm
    for other in nursery._nurseries.values():
        other.close()


FORKED = f"""
import os
from quipux.pdf import frames, nursery
from quipux.pdf.job import Limits
def parent():
    sock, process = nursery.start("{MODULE}", Limits())
    frames.receive(sock)
    return open(f"/proc/{{process.pid}}/stat").read().rpartition(")")[2].split()[1]
mine = parent()
if not (child := os.fork()):
    print("hijo", parent() == mine, flush=True)
    os._exit(0)
print("padre", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), parent() == mine)
"""


def test_a_forked_process_has_a_warm_process_of_its_own():
    done = subprocess.run([sys.executable, "-c", FORKED], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["hijo False", "padre 0 True"], done.stderr


KILLED = f"""
import os, signal
from quipux.pdf import frames, nursery
from quipux.pdf.job import Limits
sock, process = nursery.start("{MODULE}", Limits())
frames.receive(sock)
print(process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_no_child_outlives_a_parent_killed_without_notice():
    parent = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, timeout=60)
    assert parent.returncode == -signal.SIGKILL
    child = int(parent.stdout)
    wait_until(lambda: not Path(f"/proc/{child}").exists() or state_of(child) == "Z")
