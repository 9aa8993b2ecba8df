"""The archive engine against the ways others pack, in one run (performance.md §1)."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import backups
from quipux.benchmarks import BenchError, Options
from quipux.benchmarks.lines import Goal, Line, faster, share

from . import corpus, in_store, running
from .running import Measured, Way

MODULE_ROOT = Path(backups.__file__).parents[1]
MEMORY_LIMIT = 64  # MB per process
FLAT = 1.1  # times the memory of the small set the large one may take
SECTIONS = ("mixed", "small", "memory")
_DURABLE = 'xargs -0 cat > "$0" && sync "$0"'  # as ours: on the disk when it ends
_MEMORY_RUNS = 3
ROOM = 1.2  # share of free disk asked for, over what is written


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of one run: bytes, except `small_files`, a count, and `zip_part`, as zip says it."""

    mixed: int
    small_files: int
    part_size: int
    zip_part: str
    memory: tuple[int, int]


SCALES = {
    "small": Scale(24_000_000, 400, 5_000_000, "5m", (100_000_000, 400_000_000)),
    "full": Scale(1_240_000_000, 20_000, 100_000_000, "100m", (1_000_000_000, 20_000_000_000)),
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder to pack, and the goals for it: times faster than each, None without a goal."""

    name: str
    folder: Path
    over_zip_two: float
    over_zip_one: float | None = None
    over_stored: float | None = None
    over_concatenation: float | None = None


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench archive`; `tell` receives what is being done, in words.

    Raises `BenchError` when a program fails, the disk has no room or a section does not exist.
    """
    scale, only = SCALES[options.scale], options.only or SECTIONS
    if unknown := set(only) - set(SECTIONS):
        raise BenchError(f"No existe la sección «{min(unknown)}». Las que hay: {', '.join(SECTIONS)}.")
    _check_room(options.folder, max(2 * scale.mixed, scale.memory[1] if "memory" in only else 0))
    folder = options.folder / "documents"
    if "mixed" in only:
        corpus.mixed(folder, total=scale.mixed, seed=options.seed)
        yield from _compare(Corpus("mixed", folder, 25, 15, 4, 1.3), options, scale, tell)
    if "small" in only:
        corpus.small(folder, count=scale.small_files, seed=options.seed)
        yield from _compare(Corpus("small", folder, 12), options, scale, tell)
    if "memory" in only:
        yield from _memory(options, scale, tell)


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed * ROOM:
        raise BenchError(f"Faltan {(needed * ROOM - free) / 1e9:.1f} GB libres en {folder}; elija otra con --folder.")


def _compare(given: Corpus, options: Options, scale: Scale, tell: Callable[[str], None]) -> Iterator[Line]:
    ways = _ways(given.folder, options.folder, scale)
    if shutil.which("zip") is None:
        tell("Falta el programa «zip» (apt-get install zip): no se compara con él.")
        ways = [way for way in ways if not way.name.startswith("zip")]
    tell(f"«{given.name}»: {options.repeat} rondas de {', '.join(way.name for way in ways)}…")
    output = options.folder / "output"
    _verify(ways, output)
    measured = running.in_turns(ways, output, options.repeat)
    shutil.rmtree(given.folder)
    yield from _lines(given, measured)


def _ways(folder: Path, aside: Path, scale: Scale) -> list[Way]:
    listed, known = aside / "listed", aside / "known.json"
    rows = in_store.survey(folder)
    listed.write_bytes(b"\0".join(name.encode() for name, *_ in rows))
    known.write_text(json.dumps(rows))
    return [
        Way("concatenate", lambda _: ["xargs", "-0", "cat"], folder, listed),
        Way("durable", lambda output: ["sh", "-c", _DURABLE, output / "durable"], folder, listed),
        Way("zip", lambda output: ["zip", "-q", "-r", "-s", scale.zip_part, output / "N.zip", "."], folder),
        Way("zip-0", lambda output: ["zip", "-q", "-r", "-0", "-s", scale.zip_part, output / "N.zip", "."], folder),
        *(_ours(f"ours-{jobs}", folder, scale, jobs) for jobs in (1, 2)),
        *(_known(f"known-{jobs}", known, folder, scale, jobs) for jobs in (1, 2)),
    ]


def _ours(name: str, folder: Path, scale: Scale, jobs: int) -> Way:
    def command(output: Path) -> list:
        where = ["--output", output, "--name", "N", "--part-size", scale.part_size, "--jobs", jobs]
        return [sys.executable, "-m", "backups.archive", "build", *where, folder]

    return Way(name, command, MODULE_ROOT)


def _known(name: str, known: Path, folder: Path, scale: Scale, jobs: int) -> Way:
    module = [sys.executable, "-m", "backups.benchmarks.in_store"]
    return Way(name, lambda output: [*module, known, folder, output, scale.part_size, jobs], MODULE_ROOT)


def _verify(ways: list[Way], output: Path) -> None:
    """A fast set that is wrong is no figure: one of ours is read whole before measuring."""
    ours = next(way for way in ways if way.name == "ours-2")
    output.mkdir()
    try:
        running.run(ours, output)
        verify = [sys.executable, "-m", "backups.archive", "verify", output / "N.zip"]
        running.run(Way("verify", lambda _: verify, MODULE_ROOT), output)
    finally:
        shutil.rmtree(output)


def _lines(given: Corpus, measured: dict[str, Measured]) -> Iterator[Line]:
    def name(what: str) -> str:
        return f"archive.{given.name}.{what}"

    one, two = measured["ours-1"], measured["ours-2"]
    joined = measured["concatenate"].seconds
    yield Line(name("concatenate"), joined, "s")
    yield share(name("two.concatenate_durable"), two.seconds, "s", measured["durable"].seconds)
    yield share(name("two.concatenate"), two.seconds, "s", joined, given.over_concatenation)
    yield share(name("one.concatenate"), one.seconds, "s", joined)
    for jobs in (1, 2):
        yield share(name(f"known_crc.{jobs}"), measured[f"known-{jobs}"].seconds, "s", joined)
    for jobs, ours in ((1, one), (2, two)):
        yield Line(name(f"memory.{jobs}"), ours.megabytes, "MB", goal=Goal("value", "<=", MEMORY_LIMIT))
    if "zip" in measured:
        usual, stored = measured["zip"], measured["zip-0"]
        yield faster(name("two.zip"), two.seconds, usual.seconds, given.over_zip_two)
        yield faster(name("one.zip"), one.seconds, usual.seconds, given.over_zip_one)
        yield faster(name("two.zip_stored"), two.seconds, stored.seconds, given.over_stored)
        yield share(name("output"), two.output / 1e6, "MB", usual.output / 1e6, 1.03)


def _memory(options: Options, scale: Scale, tell: Callable[[str], None]) -> Iterator[Line]:
    """The peak of one process for a set and for another many times as large, each the median of some runs.

    The first run of all also compiles the modules, which takes more memory than packing.
    """
    peaks = []
    for total in scale.memory:
        tell(f"Memoria con {total / 1e9:g} GB…")
        folder = options.folder / "repeated"
        corpus.repeated(folder, total=total, seed=options.seed)
        way = _ours("memory", folder, scale, 2)
        measured = running.in_turns([way], options.folder / "output", _MEMORY_RUNS)["memory"]
        peaks.append(median(measured.memories) / 1e6)
        shutil.rmtree(folder)
    yield share("archive.memory", peaks[1], "MB", peaks[0], FLAT)
