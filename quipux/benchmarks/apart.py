"""A measurement in a process of its own, whose servers are its own too."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import quipux

from . import BenchError

ROOT = Path(quipux.__file__).parents[1]


def told_by(words: list, environment: dict[str, str], tell: Callable[[str], None], *, failure: str) -> dict:
    """What `python -m words` prints last.

    It prints JSON lines: those with `doing` are told while it works, the last one holds the figures.
    Whatever interrupts us ends all its processes.

    Raises:
        BenchError: it failed; `failure` says so, and its own words are on the standard error.
    """
    command = [sys.executable, "-m", *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
                          start_new_session=True) as process:  # fmt: skip
        last = "{}"
        try:
            for line in process.stdout:
                last = line
                tell(json.loads(line).get("doing", "") or "…terminado.")
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise BenchError(failure)
    return json.loads(last)
