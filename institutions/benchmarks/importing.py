"""A file of 2 000 people, from its bytes to their posts (institutions §10.1).

Real parts: an own PostgreSQL whose commits wait for the disk, the store, and the product's services.
"""

import os
from collections.abc import Callable, Iterator
from statistics import median

from quipux.benchmarks import BenchError, Options, apart
from quipux.benchmarks.lines import Goal, Line
from quipux.bootstrap.private import private_servers
from quipux.servers import ServerError

SCALES = {"small": 40, "full": 2000}  # people
SECONDS = 10  # of a validation


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench import`. Raises `BenchError` when something of it cannot be started."""
    place = {"STORAGE_URL": str(options.folder / "almacen"), "DJANGO_SETTINGS_MODULE": "quipux.settings"}
    words = ["institutions.benchmarks.importing_run", SCALES[options.scale], options.repeat]
    try:
        with private_servers(durable=True) as environment:
            told = apart.told_by(words, os.environ | environment | place, tell,
                                 failure="La medición de la importación no terminó; el motivo está arriba.")  # fmt: skip
    except ServerError as error:
        raise BenchError(str(error)) from error
    yield from lines(told)


def lines(told: dict) -> Iterator[Line]:
    """The figures as lines; `told` is what `importing_run` prints last."""
    yield Line("import.validate", median(told["validate"]), "s", goal=Goal("value", "<=", SECONDS))
    yield Line("import.apply", median(told["apply"]), "s")
    yield Line("import.people", told["people"], "people")
    yield Line("import.refused", told["refused"], "rows", goal=Goal("value", "<=", 0))
    yield Line("import.again", told["again"], "people", goal=Goal("value", "<=", 0))
