"""One whole request, from the claim to the publication, with two worker processes (performance.md §1).

Real parts: an own PostgreSQL and Redis, a Celery worker with two processes, documents in the store.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quipux.benchmarks import BenchError, Options, apart
from quipux.benchmarks.lines import Goal, Line
from quipux.bootstrap.private import private_servers
from quipux.servers import ServerError

MINUTES = 5  # of wall time, with two processes
MEMORY = 300  # MB per process


@dataclass(frozen=True, slots=True)
class Scale:
    """How many documents, of how many bytes the memo and the annex that one in ten has."""

    documents: int
    memo: tuple[int, int]
    annex: tuple[int, int]
    part_size: int


SCALES = {
    "small": Scale(60, (20_000, 60_000), (100_000, 200_000), 1_000_000),
    "full": Scale(10_000, (40_000, 260_000), (300_000, 700_000), 1_000_000_000),
}


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench request`. Raises `BenchError` when something of it cannot be started."""
    try:
        with private_servers() as environment:
            own = os.environ | environment | _place(options)
            told = _measure(own, options, tell)
    except ServerError as error:
        raise BenchError(str(error)) from error
    yield from lines(told)


def _place(options) -> dict[str, str]:
    return {
        "STORAGE_URL": str(options.folder / "almacen"),
        "QUIPUX_NIGHT_WINDOW": "00:00-23:59",
        "QUIPUX_PART_SIZE": str(SCALES[options.scale].part_size),
        "DJANGO_SETTINGS_MODULE": "quipux.settings",
    }


def _measure(environment, options, tell) -> dict:
    """What the process that has the private servers as its own tells at its end."""
    words = ["backups.benchmarks.request_run", options.scale, str(options.seed)]
    return apart.told_by(
        words, environment, tell, failure="La medición de una solicitud completa no terminó; el motivo está arriba."
    )


def lines(told: dict) -> Iterator[Line]:
    """The figures as lines; `told` is what `request_run` prints last."""
    seconds, size = told["seconds"], told["bytes"]
    yield Line("request.packed", told["documents"], "documents")
    yield Line("request.bytes", size / 1e6, "MB")
    yield Line("request.parts", told["parts"], "parts")
    yield Line("request.total", seconds, "s", goal=Goal("value", "<=", MINUTES * 60))
    for step, spent in told["steps"].items():
        yield Line(f"request.step.{step}", spent, "s", seconds, spent / seconds)
    yield Line("request.speed", size / seconds / 1e6, "MB/s")
    yield Line("request.memory", told["memory"] / 1e6, "MB", goal=Goal("value", "<=", MEMORY))
    yield Line("request.progress_told", told["progress_told"], "times")
    yield Line("request.progress_false", told["progress_false"], "times", goal=Goal("value", "<=", 0))
    yield Line("request.verified", told["verified"], "backups", goal=Goal("value", ">=", 1))
