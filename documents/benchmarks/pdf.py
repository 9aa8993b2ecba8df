"""The official PDF of a memorando in warm children, and in several at once (performance.md §4)."""

import os
from collections.abc import Callable, Iterator
from statistics import median

from quipux.benchmarks import BenchError, Options, apart
from quipux.benchmarks.lines import Goal, Line
from quipux.bootstrap.private import private_servers
from quipux.servers import ServerError

DOCUMENTS = {"small": 4, "full": 60}  # pages of each round
ONE_PAGE = 0.150  # s, median in a warm child
PAGES = 10  # per second on two cores
GROWTH = 1.2  # of a child's memory, from its first round to its last


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench pdf`. Raises `BenchError` when something of it cannot be started."""
    place = {"STORAGE_URL": str(options.folder / "almacen"), "DJANGO_SETTINGS_MODULE": "quipux.settings"}
    words = ["documents.benchmarks.pdf_run", DOCUMENTS[options.scale], options.repeat]
    try:
        with private_servers() as environment:
            told = apart.told_by(words, os.environ | environment | place, tell,
                                 failure="La medición de los PDF no terminó; el motivo está arriba.")  # fmt: skip
    except ServerError as error:
        raise BenchError(str(error)) from error
    yield from lines(told)


def lines(told: dict) -> Iterator[Line]:
    """The figures as lines; `told` is what `pdf_run` prints last, its times in seconds and its memory in bytes."""
    page, empty = median(told["pages"]), median(told["empty"])
    yield Line("pdf.start", told["start"], "s")
    yield Line("pdf.one_page", page, "s", empty, page / empty, Goal("value", "<=", ONE_PAGE))
    yield Line("pdf.pages_per_second", median(told["at_once"]), "pages/s", goal=Goal("value", ">=", PAGES))
    first, last = told["memory"][0], told["memory"][-1]
    yield Line("pdf.memory", last / 1e6, "MB", first / 1e6, last / first, Goal("ratio", "<=", GROWTH))
