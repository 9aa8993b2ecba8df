"""Search among one's own documents with millions of them (performance.md §2, documents §13)."""

from collections.abc import Callable, Iterator

from documents.benchmarks.at_scale import told_at_each
from quipux.benchmarks import Options
from quipux.benchmarks.lines import Goal, Line, share

WORDS, NUMBER = 300, 20  # ms, 95th percentile of the SQL
GROWTH = 2  # times


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench search`. Raises `BenchError` when something of it cannot be started."""
    told = told_at_each(options, tell, "documents.benchmarks.search_run")
    for one in told:
        scale = f"search.{one['documents']}" if one["documents"] else "search"
        for name, figure in one["figures"].items():
            most = NUMBER if name.startswith("number.") else WORDS
            yield Line(f"{scale}.{name}", 1000 * figure["p95"], "ms", goal=Goal("value", "<=", most))
    if len(told) > 1:
        for name in told[0]["figures"]:
            before, after = (1000 * one["figures"][name]["p95"] for one in (told[0], told[-1]))
            yield share(f"search.growth.{name}", after, "ms", before, GROWTH)
