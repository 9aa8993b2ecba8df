"""F-41: a child that is killed, hangs or wears out; forks, threads and the death of the parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quipux import pdf
from quipux.pdf.job import Limits
from tests.pdf.samples import ROOT
from tests.pdf.test_bombs import BOMBS

SIMPLE = "<html lang=es-EC><title>x</title><p>Hola</p>"


@pytest.fixture
def make_pool():
    pools = []

    def make(**options):
        pools.append(pdf.Pool(**options))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the awaited state did not come"
        time.sleep(0.01)


def state_of(process):
    """Return the letter of /proc/N/stat, Z when the process is gone or only its entry remains."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


def processor_ticks(process):
    return sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))


def test_f_41_a_child_killed_at_work_is_a_clear_failure_and_the_next_call_gets_a_clean_one(make_pool):
    pool = make_pool()
    expected = pool.render(SIMPLE)
    (child,) = pool.children()
    idle = processor_ticks(child)
    with ThreadPoolExecutor(1) as executor:
        work = executor.submit(pool.render, BOMBS["table"])
        wait_until(lambda: processor_ticks(child) > idle + 10)
        os.kill(child, signal.SIGKILL)
        with pytest.raises(pdf.PdfError, match=r"No se pudo generar el PDF: .* se interrumpió") as caught:
            work.result()
    assert caught.value.reason == "killed"
    assert pool.render(SIMPLE) == expected
    assert child not in pool.children()


def test_f_41_a_child_killed_while_idle_is_replaced_without_a_failure(make_pool):
    pool = make_pool()
    expected = pool.render(SIMPLE)
    (child,) = pool.children()
    os.kill(child, signal.SIGKILL)
    wait_until(lambda: state_of(child) == "Z")
    assert pool.render(SIMPLE) == expected


def test_f_41_a_child_that_hangs_is_killed_by_the_wall_limit(make_pool):
    pool = make_pool(limits=Limits(wall_seconds=2))
    expected = pool.render(SIMPLE)
    (child,) = pool.children()
    os.kill(child, signal.SIGSTOP)
    with pytest.raises(pdf.PdfError) as caught:
        pool.render(SIMPLE)
    assert caught.value.reason == "wall"
    assert state_of(child) == "Z"
    assert pool.render(SIMPLE) == expected


def test_f_41_a_child_that_cannot_start_is_a_clear_failure(make_pool, monkeypatch):
    pool = make_pool()
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(pdf.PdfError, match="no arranca"):
        pool.render(SIMPLE)
    monkeypatch.undo()
    assert pool.render(SIMPLE).startswith(b"%PDF")


def test_a_busy_pool_refuses_instead_of_waiting_for_ever(make_pool):
    pool = make_pool(limits=Limits(wall_seconds=1))
    pool.render(SIMPLE)
    (child,) = pool.children()
    os.kill(child, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as executor:
        errors = [executor.submit(pool.render, SIMPLE).exception() for _ in range(2)]
    assert {error.reason for error in errors if error} <= {"wall", "busy"}
    assert errors[0].reason == "wall"


def test_a_worn_child_is_replaced_after_its_documents(make_pool):
    pool = make_pool(limits=Limits(documents_per_child=2))
    children = []
    for _ in range(4):
        pool.render(SIMPLE)
        children += pool.children()
    assert children[0] == children[1] != children[2] == children[3]
    assert state_of(children[0]) == "Z"


def test_a_child_outlives_the_thread_that_asked_for_it(make_pool):
    pool = make_pool()
    asking = threading.Thread(target=pool.render, args=(SIMPLE,))
    asking.start()
    asking.join()
    before = pool.children()
    pool.render(SIMPLE)
    assert pool.children() == before


def test_many_threads_share_the_children_and_get_their_own_documents(make_pool):
    pool = make_pool(size=2)
    pages = [f"<html lang=es-EC><title>{n}</title><p>Documento {n}</p>" for n in range(8)]
    with ThreadPoolExecutor(4) as executor:
        together = list(executor.map(pool.render, pages))
    assert together == [pool.render(page) for page in pages]
    assert 1 <= len(pool.children()) <= 2


FORKED = """
import os, sys
from quipux import pdf
page = "<html lang=es-EC><title>x</title><p>Hola</p>"
before = pdf.render(page)
mine = pdf.pool.default_pool().children()
child = os.fork()
if not child:
    print("hijo", pdf.render(page) == before, len(pdf.pool.default_pool().children() - mine), flush=True)
    pdf.pool.default_pool().close()
    os._exit(0)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print("padre", pdf.render(page) == before, pdf.pool.default_pool().children() == mine, status)
"""


def test_a_forked_process_gets_its_own_child_and_leaves_that_of_its_parent_alone():
    done = subprocess.run([sys.executable, "-c", FORKED], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["hijo True 1", "padre True True 0"], done.stderr


KILLED = """
import os, signal
from quipux import pdf
pdf.render("<html lang=es-EC><title>x</title><p>Hola</p>")
print(*pdf.pool.default_pool().children(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_no_child_outlives_a_parent_killed_without_notice():
    parent = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, timeout=60)
    assert parent.returncode == -signal.SIGKILL
    child = int(parent.stdout)
    wait_until(lambda: state_of(child) == "Z")
