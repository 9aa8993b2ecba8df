"""One twentieth of a night with real bytes: forecast, built by two worker processes, and looked at (backups §10).

Real parts: an own PostgreSQL and Redis, a Celery worker with two processes, documents in the store.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backups.rehearsal import MEAN_DOCUMENTS
from quipux.benchmarks import BenchError, Options, apart
from quipux.benchmarks.lines import Goal, Line
from quipux.bootstrap.private import private_servers
from quipux.servers import ServerError

SCALED = 20  # times fewer documents in each request
NEAR = 0.2  # of the time that was forecast
NIGHT_SECONDS = 8 * 3600


@dataclass(frozen=True, slots=True)
class Scale:
    """How many requests, of how many documents on average; ``warming`` more are built before, to measure the pace."""

    requests: int
    documents: float
    warming: int = 24


SCALES = {"small": Scale(6, 22, 2), "full": Scale(300, MEAN_DOCUMENTS / SCALED)}


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench night`. Raises `BenchError` when something of it cannot be started."""
    yield from lines(
        measure(SCALES[options.scale], options.seed, options.folder, tell), is_full=options.scale == "full"
    )


def measure(scale: Scale, seed: int, folder: Path, tell: Callable[[str], None]) -> dict:
    """Build the night in servers of its own.

    Args:
        folder: an empty folder with room for what is built; the caller removes it.

    Raises:
        BenchError: something cannot be started, or the night did not end.
    """
    try:
        with private_servers() as environment:
            place = {"STORAGE_URL": str(folder / "almacen"), "QUIPUX_NIGHT_WINDOW": "00:00-23:59",
                     "QUIPUX_MINIMUM_DOCUMENTS": "1", "DJANGO_SETTINGS_MODULE": "quipux.settings"}  # fmt: skip
            return _watch(os.environ | environment | place, scale, seed, tell)
    except ServerError as error:
        raise BenchError(str(error)) from error


def _watch(environment, scale, seed, tell):
    words = ["backups.benchmarks.night_run", str(scale.requests), str(scale.documents),
             str(scale.warming), str(seed)]  # fmt: skip
    return apart.told_by(words, environment, tell, failure="El ensayo de la noche no terminó; el motivo está arriba.")


def is_sound(told: dict) -> bool:
    """Nothing lost, nobody starved, and the forecast near."""
    return not told["lost"] and not told["starved"] and abs(told["seconds"] / told["forecast"] - 1) <= NEAR


def lines(told: dict, *, is_full: bool) -> Iterator[Line]:
    """The figures as lines; a small night is too short for a forecast to be judged."""
    seconds, ratio = told["seconds"], told["seconds"] / told["forecast"]
    yield Line("night.requests", told["requests"], "requests")
    yield Line("night.documents", told["documents"], "documents")
    yield Line("night.bytes", told["bytes"] / 1e6, "MB")
    yield Line("night.lost", told["lost"], "requests", goal=Goal("value", "<=", 0))
    yield Line("night.starved", told["starved"], "institutions", goal=Goal("value", "<=", 0))
    yield Line(
        "night.seconds", seconds, "s", told["forecast"], ratio, Goal("ratio", "<=", 1 + NEAR) if is_full else None
    )
    yield Line("night.forecast", told["forecast"], "s", seconds, 1 / ratio,
               Goal("ratio", "<=", 1 / (1 - NEAR)) if is_full else None)  # fmt: skip
    yield Line("night.documents_per_second", told["documents"] / seconds, "documents/s")
    yield Line("night.megabytes_per_second", told["bytes"] / seconds / 1e6, "MB/s")
    yield Line("night.scaled_up", SCALED * seconds, "s", NIGHT_SECONDS, SCALED * seconds / NIGHT_SECONDS,
               Goal("ratio", "<=", 1) if is_full else None)  # fmt: skip
