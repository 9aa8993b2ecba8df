"""What every measurement of `manage.py bench` shares (performance.md §5).

An app registers its measurements in its package `benchmarks`: `MODULES`, name → module. A module
offers `run(options, tell)`, which yields `lines.Line`s as they are measured. Its corpora and
outputs live in `options.folder`, which the command removes afterwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import module_has_submodule

SCALES = ("small", "full")


class BenchError(Exception):
    """A measurement that cannot be made; the words are for people."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure: `scale` of `SCALES`, `repeat` runs per way, a `folder` that is ours alone.

    `only` names the sections wanted, all when it is empty. Those that need many documents may take
    `documents` of them instead of their scale's, or a filled `database` (its address), and show the
    `plans` of their queries.
    """

    scale: str
    seed: int
    repeat: int
    folder: Path
    only: tuple[str, ...] = ()
    documents: int | None = None
    database: str | None = None
    plans: bool = False


def registered() -> dict[str, str]:
    """The modules of every installed app's measurements, by name."""
    found = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "benchmarks"):
            found |= getattr(import_module(f"{config.name}.benchmarks"), "MODULES", {})
    return dict(sorted(found.items()))


def find(name: str) -> Callable[[Options, Callable[[str], None]], Iterator]:
    """The `run` of the benchmark `name`. Raises `BenchError` for one that does not exist."""
    modules = registered()
    if name not in modules:
        raise BenchError(f"No existe la medición «{name}». Las que hay: {', '.join(modules)}.")
    return import_module(modules[name]).run
