"""A tray as twenty people ask for it at once, through the real web server (performance.md §3)."""

from collections.abc import Callable, Iterator

from documents.benchmarks.at_scale import told_at_each
from quipux.benchmarks import Options
from quipux.benchmarks.lines import Goal, Line

REQUESTS = 60  # per second, two workers on two cores
P95 = 0.250  # s, with 20 clients


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench web`. Raises `BenchError` when something of it cannot be started."""
    yield from lines(told_at_each(options, tell, "documents.benchmarks.web_run")[-1])


def lines(told: dict) -> Iterator[Line]:
    """The figures as lines; `told` is what `web_run` prints last. The reference is the trivial page."""
    tray, trivial = told["tray"], told["trivial"]
    yield Line("web.requests", tray["per_second"], "requests/s", trivial["per_second"],
               tray["per_second"] / trivial["per_second"], Goal("value", ">=", REQUESTS))  # fmt: skip
    yield Line("web.p95", tray["p95"], "s", trivial["p95"], tray["p95"] / trivial["p95"], Goal("value", "<=", P95))
    yield Line("web.failed", tray["failed"] + trivial["failed"], "requests", goal=Goal("value", "<=", 0))
