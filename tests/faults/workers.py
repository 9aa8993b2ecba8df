"""Real workers of the product, each in its own process group, over the database and broker of the test."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from django.db import connection

from quipux.servers import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90  # seconds until a test gives up waiting; the machine may be busy
LEASE_SECONDS = 5
PART_SIZE = 1_000_000


class Worker:
    """``celery -A quipux worker`` with two pool processes, in a process group of its own."""

    def __init__(self, log: Path, environment: dict[str, str], *, queue: str, largest_file: int | None):
        self.log = log
        dies_with_test = die_with_parent(signal.SIGKILL)

        def prepare():
            dies_with_test()
            if largest_file:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))

        command = [sys.executable, "-m", "celery", "-A", "quipux", "worker", "--pool", "prefork", "--concurrency", "2"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--queues", queue]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, *quiet], cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=prepare)  # fmt: skip

    def signal_group(self, number: int) -> None:
        """The signal reaches the worker, its pool and whatever they started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """SIGKILL for the whole group: nobody has time to say goodbye."""
        self.signal_group(signal.SIGKILL)
        self.process.wait(20)

    def kill_one_of_the_pool(self, rng: random.Random) -> None:
        """SIGKILL for one process that does the work; the worker replaces it."""
        pool = psutil.Process(self.process.pid).children()
        if pool:
            rng.choice(pool).kill()

    def lift_limit(self) -> None:
        """Files may grow again."""
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        worker = psutil.Process(self.process.pid)
        for process in (worker, *worker.children(recursive=True)):
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, unlimited)

    def leave(self) -> None:
        """Warm shutdown: what is being done is done to its end, and only then this returns."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    def freeze(self) -> None:
        self.signal_group(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal_group(signal.SIGCONT)


class Workers:
    """The workers of one test; ``end`` leaves none, however the test went."""

    def __init__(self, folder: Path):
        self._folder, self._started = folder, []

    def start(self, *, queue: str = "celery", largest_file: int | None = None, **environment: str) -> Worker:
        """One more worker, with leases and parts small enough for a test.

        Args:
            queue: where it takes its messages from.
            largest_file: bytes after which the system refuses to write on (RLIMIT_FSIZE).
            environment: variables on top of those of the run.
        """
        address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        values = {
            "DATABASE_URL": f"{address}/{connection.settings_dict['NAME']}",
            "QUIPUX_LEASE_SECONDS": str(LEASE_SECONDS), "QUIPUX_PART_SIZE": str(PART_SIZE), "C_FORCE_ROOT": "1",
            # Many faults strike one night, and on a busy machine so short a lease also runs out by itself.
            "QUIPUX_BACKUP_ATTEMPTS": "50",
            "QUIPUX_IDLE_TIMEOUT": str(2 * LEASE_SECONDS),
        }  # fmt: skip
        log = self._folder / f"worker-{len(self._started)}.log"
        worker = Worker(log, values | environment, queue=queue, largest_file=largest_file)
        self._started.append(worker)
        return worker

    def end(self) -> None:
        for worker in self._started:
            worker.thaw()
            worker.kill()

    def last_words(self) -> str:
        """What the workers wrote, for a test that waited in vain."""
        return "\n".join(f"{w.log.name}: {w.log.read_text(errors='replace')[-1500:]}" for w in self._started[-3:])

    def wait_until(
        self,
        condition: Callable[[], object],
        what: str,
        *,
        meanwhile: Callable = lambda: None,
        patience: float = PATIENCE,
    ):
        """The first true answer of ``condition``; ``meanwhile`` is called before every question."""
        limit = time.monotonic() + patience
        while True:
            meanwhile()
            if answer := condition():
                return answer
            if time.monotonic() > limit:
                raise AssertionError(f"never happened: {what}\n{self.last_words()}")
            time.sleep(0.05)
