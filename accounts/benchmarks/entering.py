"""Whether the time of an answer tells who has an account: login and recovery of every kind of cédula (A-08, A-19).

Real parts: an own PostgreSQL, the product's web server, the hasher of production; each try is of another account from
another network, so that no limit of accounts-portal §6 comes between.
"""

import os
from collections.abc import Callable, Iterator
from statistics import fmean, median

from quipux.benchmarks import BenchError, Options, apart
from quipux.benchmarks.lines import Goal, Line
from quipux.bootstrap.private import private_servers
from quipux.servers import ServerError

TRIES = {"small": 3, "full": 200}  # of each kind
MOST = 0.010  # s between the quickest and the slowest kind (accounts-portal A-08, §7.2; safety S-04, S-10)


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench entering`. Raises `BenchError` when something of it cannot be started."""
    place = {"STORAGE_URL": str(options.folder / "almacen"), "DJANGO_SETTINGS_MODULE": "quipux.settings",
             "QUIPUX_LOG_LEVEL": "ERROR"}  # fmt: skip
    try:
        with private_servers() as environment:
            told = apart.told_by(["accounts.benchmarks.entering_run", TRIES[options.scale]], os.environ | environment | place,
                                 tell, failure="La medición del ingreso no terminó; el motivo está arriba.")  # fmt: skip
    except ServerError as error:
        raise BenchError(str(error)) from error
    yield from lines(told)


def lines(told: dict) -> Iterator[Line]:
    """The figures as lines; `told` is what `entering_run` prints last. The reference is the cédula nobody has."""
    for way in ("login", "recovery"):
        medians = {kind: median(seconds) for kind, seconds in told[way].items()}
        for kind, seconds in medians.items():
            yield Line(f"entering.{way}.{kind}", seconds, "s", medians["unknown"], seconds / medians["unknown"])
        yield Line(f"entering.{way}.difference", _widest(medians.values()), "s", goal=Goal("value", "<=", MOST))
        means = _widest([fmean(seconds) for seconds in told[way].values()])
        yield Line(f"entering.{way}.mean difference", means, "s", goal=Goal("value", "<=", MOST))
        yield Line(f"entering.{way}.bodies", told["bodies"][way], "different answers", goal=Goal("value", "<=", 1))


def _widest(seconds) -> float:
    return max(seconds) - min(seconds)
