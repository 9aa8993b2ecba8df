"""Numbers of one área and one type, by eight connections at once (performance.md §2).

Real parts: an own PostgreSQL whose commits wait for the disk, eight sessions, the product's services.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from quipux.benchmarks import BenchError, Options, apart
from quipux.benchmarks.lines import Goal, Line
from quipux.bootstrap.private import private_servers
from quipux.servers import ServerError

LEAST = 150  # numbers per second


@dataclass(frozen=True, slots=True)
class Scale:
    """How many numbers and how many whole signings each round gives."""

    numbers: int
    signings: int


SCALES = {"small": Scale(40, 16), "full": Scale(2000, 200)}


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench numbering`. Raises `BenchError` when something of it cannot be started."""
    place = {"STORAGE_URL": str(options.folder / "almacen"), "DJANGO_SETTINGS_MODULE": "quipux.settings"}
    words = ["documents.benchmarks.numbering_run", options.scale, options.repeat]
    try:
        with private_servers(durable=True) as environment:
            told = apart.told_by(words, os.environ | environment | place, tell,
                                 failure="La medición de la numeración no terminó; el motivo está arriba.")  # fmt: skip
    except ServerError as error:
        raise BenchError(str(error)) from error
    yield from lines(told)


def lines(told: dict) -> Iterator[Line]:
    """The figures as lines; `told` is what `numbering_run` prints last."""
    bare, issued, signed = (median(told[way]) for way in ("bare", "issue", "sign"))
    yield Line("numbering.bare", bare, "numbers/s")
    yield Line("numbering.issue", issued, "numbers/s", bare, issued / bare, Goal("value", ">=", LEAST))
    yield Line("numbering.sign", signed, "documents/s", bare, signed / bare)
    yield Line("numbering.given", told["given"], "numbers")
    yield Line("numbering.refused", told["refused"], "numbers", goal=Goal("value", "<=", 0))
    yield Line("numbering.gaps", told["gaps"], "numbers", goal=Goal("value", "<=", 0))
    yield Line("numbering.duplicates", told["duplicates"], "numbers", goal=Goal("value", "<=", 0))
