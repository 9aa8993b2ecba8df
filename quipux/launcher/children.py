"""The processes of the demonstration: web, worker and scheduler, watched and ended together."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from quipux.bootstrap.environment import ROOT
from quipux.servers import die_with_parent

_SHORT_LIFE_SECONDS = 15


class Child:
    """One process in its own group, with its output in a log file."""

    def __init__(self, name: str, arguments: list[str], log: Path, **environment: str):
        self.name, self.log, self.environment = name, log, environment
        self.command = [sys.executable, *arguments]
        self.process: subprocess.Popen | None = None
        self.begun = 0.0

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        self.begun = time.monotonic()

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def died_young(self) -> bool:
        """Whether it ended so soon that starting it again would only repeat the fault."""
        return self.has_ended() and time.monotonic() - self.begun < _SHORT_LIFE_SECONDS

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-1500:]

    def ask_to_end(self) -> None:
        if self.process is not None and not self.has_ended():
            self.process.terminate()

    def end(self, seconds: float) -> None:
        """Waits for the end that was asked for, then ends the whole group by force."""
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with suppress(ProcessLookupError):  # usually nobody of the group is left
            os.killpg(self.process.pid, signal.SIGKILL)


def children(logs: Path, port: int) -> list[Child]:
    """Web, worker and scheduler, in the order of their start."""
    celery = ["-m", "celery", "-A", "quipux.celery"]
    # Work in the background may take minutes for one statement; a page may not (safety.md 2.4).
    background = {"QUIPUX_STATEMENT_TIMEOUT": "600", "QUIPUX_IDLE_TIMEOUT": "600", "C_FORCE_ROOT": "1"}
    worker = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    web = ["-m", "gunicorn", "-c", "quipux/deploy/gunicorn.py", "quipux.wsgi"]
    return [
        Child("web", web, logs / "web.log", WEB_BIND=f"127.0.0.1:{port}"),
        Child("worker", [*celery, *worker], logs / "worker.log", **background),
        Child("scheduler", [*celery, "beat", "--pidfile="], logs / "scheduler.log", **background),
    ]
