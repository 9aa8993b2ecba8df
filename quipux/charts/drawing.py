"""The kinds of picture: bars of people, columns of days, lines of months, one band of shares.

Across, everything is a share of the picture's width; down, pixels. So the picture follows the width of
the screen, and its text stays as large as it is written (13 px).
"""

from quipux.charts.data import Chart, Data, Dot, Rect, Text, Trace, value_text
from quipux.charts.scale import marks

LINE, BAR, GAP = 18, 16, 10  # pixels: a line of text, a bar, the room under it
VALUE_ROOM = 14.0  # share of the width kept for the number after a bar
TOP, BASE, FOOT = 12, 162, 22  # pixels of the plot of columns and lines
GUTTER = 9.0  # share of the width of the scale's numbers
LABELS = 6  # under the columns, so that they do not touch on a telephone


def bars(data: Data) -> Chart:
    """One bar per category, its name above and its number behind."""
    return _rows(data, top=max((value for one in data.series for value in one.values), default=0))


def stacked(data: Data) -> Chart:
    """One bar per category, the measures side by side in it, their sum behind."""
    return _rows(data, top=max(_sums(data), default=0))


def _sums(data):
    return [sum(one.values[position] for one in data.series) for position in range(len(data.categories))]


def _rows(data, top):
    chart = Chart(data, height=(LINE + BAR + GAP) * len(data.categories))
    room = 100 - VALUE_ROOM
    for position, (name, total) in enumerate(zip(data.categories, _sums(data), strict=True)):
        y, x = position * (LINE + BAR + GAP), 0.0
        chart.texts.append(Text("0", str(y + LINE - 5), name))
        for number, one in enumerate(data.series):
            width = float(one.values[position]) / float(top or 1) * room
            if width:
                chart.rects.append(Rect(_share(x), str(y + LINE), _share(width), str(BAR), data.colour(number),
                                        data.told(position, number)))  # fmt: skip
            x += width
        chart.texts.append(Text(_share(x + 1), str(y + LINE + 13), value_text(total)))
    return chart


def band(data: Data) -> Chart:
    """The shares of one whole; the legend names them."""
    [total] = _sums(data)
    chart, x = Chart(data, height=34), 0.0
    for number, one in enumerate(data.series):
        width = float(one.values[0]) / float(total or 1) * 100
        if width:
            chart.rects.append(Rect(_share(x), "0", _share(width), "34", data.colour(number), data.told(0, number)))
        x += width
    return chart


def columns(data: Data) -> Chart:
    """One standing column per category: days, or the classes of a histogram."""
    values = data.series[0].values
    chart, highest = _with_scale(data, max(values, default=0))
    slot = (100 - GUTTER) / max(len(values), 1)
    for position, value in enumerate(values):
        x, height = GUTTER + slot * position, round(float(value) / highest * (BASE - TOP))
        if height:
            chart.rects.append(Rect(_share(x + slot * 0.1), str(BASE - height), _share(slot * 0.8), str(height),
                                    data.colour(0), data.told(position, 0)))  # fmt: skip
    return _with_labels(chart, slot)


def lines(data: Data) -> Chart:
    """One line per measure over the categories, which follow each other in time."""
    chart, highest = _with_scale(data, max((value for one in data.series for value in one.values), default=0))
    slot = (100 - GUTTER) / max(len(data.categories), 1)
    chart.plot = {"x": _share(GUTTER), "y": str(TOP), "width": _share(100 - GUTTER), "height": str(BASE - TOP)}
    for number, one in enumerate(data.series):
        points = []
        for position, value in enumerate(one.values):
            across, down = slot * (position + 0.5), 1 - float(value) / highest
            points.append(f"{across / (100 - GUTTER) * 100:.2f},{down * 100:.2f}")
            chart.dots.append(Dot(_share(GUTTER + across), str(round(TOP + down * (BASE - TOP))), data.colour(number),
                                  data.told(position, number)))  # fmt: skip
        chart.traces.append(Trace(" ".join(points), data.colour(number)))
    return _with_labels(chart, slot)


def _with_scale(data, top):
    """An empty plot with its lines, and the value of its highest one."""
    chart = Chart(data, height=BASE + FOOT, rule_start=_share(GUTTER))
    found = marks(top)
    for mark in found:
        y = round(BASE - mark / found[-1] * (BASE - TOP))
        chart.rules.append(str(y))
        chart.texts.append(Text(_share(GUTTER - 1), str(y + 4), value_text(mark), "end"))
    return chart, found[-1]


def _with_labels(chart, slot):
    names = chart.data.short or chart.data.categories
    every = -(-len(names) // LABELS)
    for position in range(0, len(names), every or 1):
        chart.texts.append(Text(_share(GUTTER + slot * (position + 0.5)), str(BASE + 16), names[position], "middle"))
    return chart


def _share(value: float) -> str:
    return f"{value:.2f}%"
