"""S-29: the five bombs of safety.md 2.6 end inside the limits, and the next document comes out."""

import time

import pytest

from quipux import pdf
from quipux.pdf.job import Limits

HEAD = "<html lang=es-EC><title>x</title>"
BOMBS = {
    "table": HEAD + "<table>" + ("<tr>" + "<td>celda</td>" * 20 + "</tr>") * 1000 + "</table>",
    "paragraph": HEAD + "<p>" + "palabra " * 131072 + "</p>",
    "breaks": HEAD + "<p style='break-after: page'>x</p>" * 5000,
    "grid": HEAD + "<div style='display: grid; grid-template-columns: repeat(9999999, 1px)'>x</div>",
    "nesting": HEAD + "<div>" * 900 + "x" + "</div>" * 900,
}
SIMPLE = HEAD + "<p>Después</p>"
PRODUCTION = Limits()


def verdict(pool, page):
    """Return None when the PDF came out, otherwise the reason of the failure."""
    try:
        pool.render(page)
    except pdf.PdfError as error:
        return error.reason
    return None


def explode(bomb, limits):
    """Return (reason or None when it came out, seconds); prove that the next document comes out."""
    pool = pdf.Pool(limits=limits)
    try:
        pool.render(SIMPLE)
        (before,) = pool.children()
        started = time.monotonic()
        reason = verdict(pool, BOMBS[bomb])
        seconds = time.monotonic() - started
        assert pool.render(SIMPLE).startswith(b"%PDF")
        assert (pool.children() == {before}) is (reason is None)
        return reason, seconds
    finally:
        pool.close()


def test_s_29_a_huge_table_is_killed_by_its_processor_limit():
    reason, seconds = explode("table", Limits(cpu_seconds=2))
    assert reason == "cpu"
    assert seconds < 30


def test_s_29_a_grid_of_ten_million_columns_is_killed_by_its_memory_limit():
    assert explode("grid", Limits(memory_bytes=400 * 1024**2))[0] in {"memory", "killed"}


def test_s_29_nine_hundred_nested_blocks_are_refused():
    assert explode("nesting", PRODUCTION)[0] == "nesting"


@pytest.mark.long
@pytest.mark.parametrize("bomb", BOMBS)
def test_s_29_with_the_limits_of_production_every_bomb_ends_in_time(bomb):
    reason, seconds = explode(bomb, PRODUCTION)
    assert reason in {None, "cpu", "memory", "nesting", "wall", "killed"}
    assert seconds <= PRODUCTION.wall_seconds + 6
    if bomb in {"breaks", "grid", "nesting"}:
        assert reason is not None
