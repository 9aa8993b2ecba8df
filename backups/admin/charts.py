"""Pictures drawn by the server: bars and shares as integers of an SVG, with the numbers beside them (ui §7.13)."""

from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, BASE, TOP = 640, 180, 34, 150, 14
NICE = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """One bar; ``label`` stands below it where it has one, ``told`` is its own title."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    told: str
    label: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the scale."""

    y: int
    value: int


@dataclass(frozen=True)
class Piece:
    """One share of a band; ``colour`` is of ui §3.2."""

    label: str
    value: int
    colour: str
    x: int
    width: int


def bars(values: list[tuple[str, str, int]]) -> tuple[list[Bar], list[Line]]:
    """Bars for (label or nothing, what is told, value), and the lines of their scale."""
    top = max((value for *_, value in values), default=0)
    step = scale_step(top)
    highest = max(step * -(-top // step), step)
    slot = (WIDTH - LEFT) // max(len(values), 1)
    width = max(slot - 5, 2)
    drawn = []
    for position, (label, told, value) in enumerate(values):
        height = (BASE - TOP) * value // highest
        x = LEFT + position * slot
        drawn.append(Bar(x, BASE - height, width, height, x + width // 2, told, label))
    lines = [Line(BASE - (BASE - TOP) * mark // highest, mark) for mark in range(0, highest + 1, step)]
    return drawn, lines


def scale_step(top: int) -> int:
    """1, 2, 5, 10, 20, 50…: the smallest that needs at most four lines."""
    factor = 1
    while True:
        for nice in NICE:
            if nice * factor * 4 >= top:
                return nice * factor
        factor *= 10


def band(pieces: list[tuple[str, int, str]]) -> list[Piece]:
    """Shares of one band for (label, value, colour); those of value 0 take no room."""
    total = sum(value for _, value, _ in pieces)
    drawn, x = [], 0
    for label, value, colour in pieces:
        width = WIDTH * value // total if total else 0
        drawn.append(Piece(label, value, colour, x, max(width - 2, 1) if value else 0))
        x += width
    return drawn
