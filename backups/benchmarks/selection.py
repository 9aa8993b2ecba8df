"""The rule of a backup's documents over millions of them: pre-flight of 10,000 (performance.md §2, backups §4.1)."""

from collections.abc import Callable, Iterator

from documents.benchmarks.at_scale import told_at_each
from quipux.benchmarks import Options
from quipux.benchmarks.lines import Goal, Line, share

MOST = 300  # ms, 95th percentile of the SQL


def run(options: Options, tell: Callable[[str], None]) -> Iterator[Line]:
    """Every line of `bench selection`. Raises `BenchError` when something of it cannot be started."""
    told = told_at_each(options, tell, "backups.benchmarks.selection_run")
    for one in told:
        scale = f"selection.{one['documents']}" if one["documents"] else "selection"
        for name, figure in one["figures"].items():
            yield Line(f"{scale}.{name}", 1000 * figure["p95"], "ms", goal=Goal("value", "<=", MOST))
    if len(told) > 1:
        before, after = (1000 * one["figures"]["usual"]["p95"] for one in (told[0], told[-1]))
        yield share("selection.growth.usual", after, "ms", before)
