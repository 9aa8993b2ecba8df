"""Benchmarks of `manage.py bench` (performance.md §5): one module each, registered by name.

A module offers `run(options, tell)`, which yields `lines.Line`s as they are measured. Its
corpora and outputs live in `options.folder`, which the command removes afterwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

MODULES = {
    "archive": "backups.benchmarks.archive",
    "night": "backups.benchmarks.night",
    "request": "backups.benchmarks.request",
}
SCALES = ("small", "full")


class BenchError(Exception):
    """A measurement that cannot be made; the words are for people."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure: `scale` of `SCALES`, `repeat` runs per way, a `folder` that is ours alone.

    `only` names the sections wanted, all when it is empty.
    """

    scale: str
    seed: int
    repeat: int
    folder: Path
    only: tuple[str, ...] = ()


def find(name: str) -> Callable[[Options, Callable[[str], None]], Iterator]:
    """The `run` of the benchmark `name`. Raises `BenchError` for one that does not exist."""
    if name not in MODULES:
        raise BenchError(f"No existe la medición «{name}». Las que hay: {', '.join(sorted(MODULES))}.")
    return import_module(MODULES[name]).run
