"""A circular to 500 people: how long its signer waits, and how long its delivery takes (documents §10.2, D-68).

Real parts: an own PostgreSQL whose commits wait for the disk, the product's renderer and services.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from quipux.benchmarks import BenchError, Options, apart
from quipux.benchmarks.lines import Goal, Line
from quipux.bootstrap.private import private_servers
from quipux.servers import ServerError

MOST_SECONDS = 2.0  # until the signer is answered


@dataclass(frozen=True, slots=True)
class Scale:
    """To how many people each circular goes."""

    people: int


SCALES = {"small": Scale(20), "full": Scale(500)}


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench sending`. Raises `BenchError` when something of it cannot be started."""
    place = {"STORAGE_URL": str(options.folder / "almacen"), "DJANGO_SETTINGS_MODULE": "quipux.settings"}
    words = ["documents.benchmarks.sending_run", options.scale, options.repeat]
    try:
        with private_servers(durable=True) as environment:
            told = apart.told_by(words, os.environ | environment | place, tell,
                                 failure="La medición del envío no terminó; el motivo está arriba.")  # fmt: skip
    except ServerError as error:
        raise BenchError(str(error)) from error
    yield from lines(told)


def lines(told: dict) -> Iterator[Line]:
    """The figures as lines; `told` is what `sending_run` prints last."""
    yield Line("sending.people", told["people"], "people")
    yield Line("sending.request", median(told["request"]), "s", goal=Goal("value", "<=", MOST_SECONDS))
    yield Line("sending.render", median(told["render"]), "s")
    yield Line("sending.deliver", median(told["deliver"]), "s")
    yield Line("sending.copies_per_second", told["people"] / median(told["deliver"]), "copies/s")
    yield Line("sending.wrong", told["wrong"], "copies", goal=Goal("value", "<=", 0))
