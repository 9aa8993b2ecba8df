"""Whole processes measured side by side: ways of doing the same, in turns."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from quipux.benchmarks import BenchError

from . import stopwatch


@dataclass(frozen=True, slots=True)
class Way:
    """A command that writes into an output folder: `command(output)` gives its words.

    `cwd` is where it runs. With `standard` its standard input is that file, and its
    standard output a file of the output folder.
    """

    name: str
    command: Callable[[Path], list]
    cwd: Path
    standard: Path | None = None


@dataclass(slots=True)
class Measured:
    """Every run of one way: wall seconds, peak bytes of one process, bytes of output."""

    times: list[float] = field(default_factory=list)
    memories: list[int] = field(default_factory=list)
    output: int = 0

    @property
    def seconds(self) -> float:
        return median(self.times)

    @property
    def megabytes(self) -> float:
        """The largest memory of one process in any run."""
        return max(self.memories) / 1e6


def in_turns(ways: Iterable[Way], output: Path, repeat: int) -> dict[str, Measured]:
    """Runs every way `repeat` times, one after another in each round.

    In turns, so that a slow moment of the machine falls on all of them alike. `output`
    is made empty before each run and removed after it, outside the time measured.
    """
    measured = {way.name: Measured() for way in ways}
    for _ in range(repeat):
        for way in ways:
            _add(measured[way.name], way, output)
    return measured


def _add(measured: Measured, way: Way, output: Path) -> None:
    output.mkdir()
    try:
        told = run(way, output)
        measured.times.append(told["seconds"])
        measured.memories.append(told["memory"])
        measured.output = sum(path.stat().st_size for path in output.iterdir())
    finally:
        shutil.rmtree(output)


def run(way: Way, output: Path) -> dict:
    """One run under the stopwatch. Raises `BenchError` when the command fails."""
    words = [str(word) for word in way.command(output)]
    if shutil.which(words[0]) is None:
        raise BenchError(f"Falta el programa «{words[0]}».")
    source, target = (way.standard, output / "output") if way.standard else (os.devnull, os.devnull)
    watch = [sys.executable, "-I", stopwatch.__file__, str(source), str(target)]
    told = json.loads(_communicate([*watch, *words], way.cwd, output.parent))
    if told["code"]:
        raise BenchError(f"«{way.name}» terminó con el código {told['code']}.")
    return told


def _communicate(words: list[str], cwd: Path, aside: Path) -> bytes:
    """A session of its own: whatever interrupts us ends all its processes."""
    with subprocess.Popen(
        words, cwd=cwd, stdout=subprocess.PIPE, start_new_session=True, env=_environment(aside)
    ) as process:
        try:
            told, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise BenchError(f"No se pudo ejecutar «{Path(words[5]).name}».")
    return told


def _environment(aside: Path) -> dict[str, str]:
    """Python keeps its compiled modules, as it does once installed; here they go away with the rest."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(aside / "compiled")}
