"""Pages of trays and their counters with millions of documents (performance.md §2, documents §5.3 Speed)."""

from collections.abc import Callable, Iterator

from documents.benchmarks.at_scale import told_at_each
from quipux.benchmarks import Options
from quipux.benchmarks.lines import Goal, Line, share

FIRST = 15  # ms, 95th percentile of the SQL of a page
COUNTERS = 30
QUERIES = 12  # of a whole page
DEEPER, GROWTH = 1.3, 1.3  # times


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench trays`. Raises `BenchError` when something of it cannot be started."""
    told = told_at_each(options, tell, "documents.benchmarks.trays_run")
    yield from lines(told)


def lines(told: list[dict]) -> Iterator[Line]:
    """The figures as lines; `told` is what `trays_run` prints last at each scale, the smallest first."""
    for one in told:
        scale = f"trays.{one['documents']}" if one["documents"] else "trays"
        if "filling" in one:
            yield Line(f"{scale}.filled", one["documents"] / one["filling"], "documents/s")
        yield from _of_scale(scale, one["figures"])
    if len(told) > 1:
        for name in ("first.usual", "first.busy", "counters.busy"):
            before, after = (1000 * one["figures"][name]["p95"] for one in (told[0], told[-1]))
            yield share(f"trays.growth.{name}", after, "ms", before, GROWTH)


def _of_scale(scale, figures):
    for name, figure in figures.items():
        value = 1000 * figure["p95"]
        if name.startswith("deep."):
            first = 1000 * figures[f"first.{name.removeprefix('deep.')}"]["p95"]
            yield share(f"{scale}.{name}", value, "ms", first, DEEPER)
        else:
            yield Line(
                f"{scale}.{name}", value, "ms", goal=Goal("value", "<=", COUNTERS if "counters" in name else FIRST)
            )
    most = max(figure["queries"] for figure in figures.values())
    yield Line(f"{scale}.queries", most, "queries", goal=Goal("value", "<=", QUERIES))
