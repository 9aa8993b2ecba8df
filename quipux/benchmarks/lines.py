"""One measured figure beside its reference, as JSON (performance.md §5)."""

import json
import operator
from dataclasses import dataclass

_COMPARE = {">=": operator.ge, "<=": operator.le}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure must reach: `limit` for its "ratio" or its "value"."""

    figure: str
    sign: str
    limit: float

    def is_met(self, line: "Line") -> bool:
        return _COMPARE[self.sign](getattr(line, self.figure), self.limit)

    def __str__(self) -> str:
        return f"{self.figure} {self.sign} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure. `ratio` is how many times the reference it takes, or how many times faster it is."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    goal: Goal | None = None

    def to_json(self) -> str:
        """The line as `manage.py bench` prints it; `ok` is null where there is no goal."""
        return json.dumps(
            {
                "name": self.name,
                "value": _round(self.value),
                "unit": self.unit,
                "reference": _round(self.reference),
                "ratio": _round(self.ratio),
                "goal": str(self.goal) if self.goal else None,
                "ok": self.goal.is_met(self) if self.goal else None,
            }
        )


def faster(name: str, seconds: float, reference: float, at_least: float | None = None) -> Line:
    """`ratio` tells how many times faster than the reference, both in seconds."""
    goal = Goal("ratio", ">=", at_least) if at_least else None
    return Line(name, seconds, "s", reference, reference / seconds, goal)


def share(name: str, value: float, unit: str, reference: float, at_most: float | None = None) -> Line:
    """`ratio` tells how many times the reference."""
    goal = Goal("ratio", "<=", at_most) if at_most else None
    return Line(name, value, unit, reference, value / reference, goal)


def _round(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
