"""Pictures drawn by the server: inline SVG with words, and the same numbers as a table (ui §7.13).

A page makes a :class:`Data`, asks :func:`bars`, :func:`stacked`, :func:`columns`, :func:`lines` or
:func:`band` for a :class:`Chart`, and includes ``components/_chart.html`` with it.
"""

from quipux.charts.data import COLOURS, Chart, Data, Series, value_text
from quipux.charts.drawing import band, bars, columns, lines, stacked
from quipux.charts.scale import scale_step

__all__ = ["COLOURS", "Chart", "Data", "Series", "band", "bars", "columns", "lines", "scale_step", "stacked",
           "value_text"]  # fmt: skip
