"""What is drawn, what a picture is made of, and the table that says the same (ui §7.13)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from quipux.web import formatting
from quipux.web.components import Column

# Of ui §3.2 and darker neighbours: each at least 3 to 1 on white.
COLOURS = ("#0b3d7a", "#b8141f", "#0f6b47", "#8a6100", "#1f5fb5", "#5b6b7f", "#6a3d8f", "#2a7f8f")


@dataclass(frozen=True)
class Series:
    """One measure over every category; ``colour`` is of COLOURS by position when it is empty."""

    label: str
    values: Sequence
    colour: str = ""


@dataclass(frozen=True)
class Data:
    """The numbers of one picture.

    Attributes:
        key: letters, digits and dashes; unique in its page.
        title: what is counted, for people.
        summary: one sentence that says what the picture shows.
        axis: heading of the categories in the table.
        unit: what a value is called after its number, singular and plural.
        at: when it was computed.
        short: what stands under the columns where the categories are too long for it.
    """

    key: str
    title: str
    summary: str
    axis: str
    categories: Sequence[str]
    series: Sequence[Series]
    at: datetime
    unit: tuple[str, str] = ("", "")
    short: Sequence[str] = ()

    @property
    def has_values(self) -> bool:
        return any(value for one in self.series for value in one.values)

    def colour(self, position: int) -> str:
        return self.series[position].colour or COLOURS[position % len(COLOURS)]

    def told(self, category: int, position: int) -> str:
        """The title of one bar: «Ana Torres, En Trámite: 3 documentos»."""
        one = self.series[position]
        names = [self.categories[category], one.label if len(self.series) > 1 else ""]
        value = one.values[category]
        words = f"{value_text(value)} {self.unit[0] if value == 1 else self.unit[1]}".strip()
        return f"{', '.join(filter(None, names))}: {words}"


def value_text(value) -> str:
    """A value as people read it; fractions with one decimal."""
    if isinstance(value, float | Decimal) and value != int(value):
        return formatting.decimal_text(value, 1)
    return formatting.count_text(value)


@dataclass(frozen=True)
class Rect:
    """A bar. Across in hundredths of the picture, down in pixels, so that no text is ever scaled."""

    x: str
    y: str
    width: str
    height: str
    colour: str
    told: str


@dataclass(frozen=True)
class Text:
    x: str
    y: str
    words: str
    anchor: str = "start"


@dataclass(frozen=True)
class Trace:
    """A line through points of a square of 100 units, stretched over the plot."""

    points: str
    colour: str


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    colour: str
    told: str


@dataclass(frozen=True)
class LegendItem:
    label: str
    colour: str
    value: str


@dataclass
class Chart:
    """A drawn picture, ready for ``components/_chart.html``."""

    data: Data
    height: int = 0
    rects: list[Rect] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    plot: dict[str, str] = field(default_factory=dict)
    rule_start: str = "0"

    @property
    def is_empty(self) -> bool:
        return not self.data.has_values

    @property
    def legend(self) -> list[LegendItem]:
        """Words and numbers; one measure alone needs none."""
        if len(self.data.series) < 2:
            return []
        return [LegendItem(one.label, self.data.colour(position), value_text(sum(one.values)))
                for position, one in enumerate(self.data.series)]  # fmt: skip

    @property
    def columns(self) -> list[Column]:
        if self._is_share:
            return [Column(self.data.axis), Column("Cantidad", numeric=True)]
        return [Column(self.data.axis), *(Column(one.label, numeric=True) for one in self.data.series)]

    @property
    def rows(self) -> list[list]:
        """The drawn numbers; those of one single bar as one row per share."""
        if self._is_share:
            return [[one.label, value_text(one.values[0])] for one in self.data.series]
        return [[name, *(value_text(one.values[position]) for one in self.data.series)]
                for position, name in enumerate(self.data.categories)]  # fmt: skip

    @property
    def _is_share(self):
        return len(self.data.categories) == 1 and len(self.data.series) > 1
