"""`python3 manage.py demo` as a person runs it: started once, looked at, interrupted, started again."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue

import psutil
import pytest

from quipux.bootstrap.environment import ROOT, VENV
from quipux.launcher.place import free_port

_READY = 300
PORTS = 20_000  # the first to try
# What a person's terminal has; nothing of this test run leaks into the demonstration.
TERMINAL = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}


class Terminal:
    """One running demo command and the lines it printed."""

    def __init__(self, folder: Path, *arguments: str):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", *arguments],
            cwd=folder,
            env=TERMINAL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._queue: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self._queue.put(line)

    def wait_for(self, pattern: str, seconds: float = _READY) -> re.Match:
        """The first printed line that matches, from where the last search ended."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            with suppress(Empty):
                self.lines.append(self._queue.get(timeout=0.2))
                if match := re.search(pattern, self.lines[-1]):
                    return match
            if self.process.poll() is not None and self._queue.empty() and not self._reader.is_alive():
                break
        raise AssertionError(f"{pattern} was never printed:\n{''.join(self.lines)}")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: int) -> tuple[int, list]:
        """Sends the signal; returns the exit code and the processes that outlived the command."""
        family = self.family() if self.process.poll() is None else []
        self.process.send_signal(number)
        code = self.process.wait(60)
        self.close()
        _, alive = psutil.wait_procs(family, timeout=30)
        return code, [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]

    def close(self):
        self._reader.join(10)
        self.process.stdout.close()


@pytest.fixture
def project():
    """A copy of the project with the packages already there; its data belong to this test alone."""
    # Not in pytest's own folder, which every other run closes to the database's user.
    folder = Path(tempfile.mkdtemp(prefix="quipux-demo-test-"))
    folder.chmod(0o711)
    for name in ("quipux", "accounts", "institutions", "documents", "backups", "templates", "static"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(VENV)
    yield folder
    shutil.rmtree(folder)


def test_a_person_starts_the_demo_uses_it_stops_it_and_finds_it_again(project):
    with socket.socket() as busy:
        # Below those that the system gives to whoever connects: one of the others could be taken while the office fills.
        busy.bind(("127.0.0.1", free_port(PORTS)))
        busy.listen()
        wanted = busy.getsockname()[1]
        terminal = Terminal(project, "--port", str(wanted), "--documents", "60")
        try:
            address = terminal.wait_for(r"Listo: (http://127\.0\.0\.1:\d+)")[1]
            terminal.wait_for("Ctrl-C")
            port = address.rpartition(":")[2]
            assert any(f"El puerto {wanted} está ocupado; se usa el {port}" in line for line in terminal.lines)
            look_around(terminal, address)
            the_doctor_works_beside_it(project)
            a_second_one_is_told_where_it_is(project, address)
            a_dead_worker_is_started_again(terminal)
        finally:
            code, family = terminal.end(signal.SIGINT)
        assert (code, family) == (0, [])
    the_office_is_there_again(project, port)


def look_around(terminal, address):
    assert any("1710034065" in line and "Ana" in line for line in terminal.lines)
    assert get(f"{address}/salud/lista")[0] == 200
    assert "Quipux" in get(f"{address}/ingresar/")[1]


def the_doctor_works_beside_it(project):
    command = [sys.executable, "manage.py", "doctor"]
    done = subprocess.run(command, cwd=project, env=TERMINAL, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def a_second_one_is_told_where_it_is(project, address):
    again = Terminal(project)
    again.wait_for(f"ya está en marcha: {re.escape(address)}", seconds=60)
    assert again.process.wait(30) == 1
    again.close()


def a_dead_worker_is_started_again(terminal):
    worker = next(p for p in terminal.family() if "worker" in p.cmdline() and p.ppid() == terminal.process.pid)
    # Younger, its death would be taken for a fault that only repeats itself.
    while time.time() - worker.create_time() < 16:
        time.sleep(0.2)
    worker.send_signal(signal.SIGKILL)
    terminal.wait_for("El proceso worker terminó de improviso; se inicia otra vez", seconds=30)


def the_office_is_there_again(project, port):
    begun = time.monotonic()
    terminal = Terminal(project, "--port", port)
    terminal.wait_for("Listo: ")
    seconds = time.monotonic() - begun
    terminal.wait_for("Ctrl-C")
    assert not any("Llenando" in line or "Preparando" in line for line in terminal.lines)
    assert any("1710034065" in line for line in terminal.lines)
    # Alone on the machine it takes 2 to 4 s; other tests run beside this one.
    assert seconds < 40
    assert terminal.end(signal.SIGKILL) == (-signal.SIGKILL, []), "killed without a word, it takes everything with it"


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 (always http on this machine)
        return answer.status, answer.read().decode()


def test_reset_does_not_touch_a_database_somebody_gave(project):
    environ = {**TERMINAL, "DATABASE_URL": "postgres://quipux@db/quipux"}
    command = [sys.executable, "manage.py", "demo", "--reset"]
    done = subprocess.run(command, cwd=project, env=environ, capture_output=True, text=True)
    assert done.returncode == 1
    assert "--reset no borra una base indicada con DATABASE_URL" in done.stderr
