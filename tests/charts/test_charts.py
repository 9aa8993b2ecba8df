"""Pictures and the tables that say the same (ui §7.13, U-25)."""

from datetime import datetime
from decimal import Decimal

import html5lib
import pytest
from django.template.loader import render_to_string

from quipux import charts, clock

NOON = datetime(2026, 5, 22, 12, tzinfo=clock.GUAYAQUIL)
KINDS = [charts.bars, charts.stacked, charts.columns, charts.lines]


def data(*series, categories=("Ana", "Bruno")):
    return charts.Data("prueba", "Documentos por persona", "Ana tiene más.", "Persona", categories, series, NOON,
                       unit=("documento", "documentos"))  # fmt: skip


def drawn(chart):
    text = render_to_string("components/_chart.html", {"chart": chart})
    return html5lib.parseFragment(text, namespaceHTMLElements=False, container="div")


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", KINDS)
def test_u_25_every_picture_has_its_title_its_sentence_and_the_same_numbers_as_a_table(kind):
    page = drawn(kind(data(charts.Series("Recibidos", [3, 1]))))
    picture = page.find(f".//{SVG}svg[@role='img']")
    heads = list(picture)[:2]
    assert [(child.tag, child.text) for child in heads] == [
        (f"{SVG}title", "Documentos por persona"), (f"{SVG}desc", "Ana tiene más.")]  # fmt: skip
    assert picture.get("aria-labelledby").split() == [child.get("id") for child in heads]
    told = [shape.find(f"{SVG}title").text for tag in ("rect", "circle") for shape in picture.iter(f"{SVG}{tag}")]
    assert told == ["Ana: 3 documentos", "Bruno: 1 documento"]
    cells = ["".join(cell.itertext()).strip() for row in page.iter("tr") for cell in row if cell.tag in ("th", "td")]
    assert cells == ["Persona", "Recibidos", "Ana", "3", "Bruno", "1"]
    assert "Calculado 2026-05-22 12:00:00 (GMT-5)" in "".join(page.itertext())
    assert not [e for e in page.iter() if e.get("style") or any(name.startswith("on") for name in e.attrib)]


@pytest.mark.parametrize("kind", KINDS)
def test_u_25_without_data_there_is_a_sentence_and_no_axis(kind):
    for empty in (data(charts.Series("Recibidos", [0, 0])), data(charts.Series("Recibidos", []), categories=())):
        page = drawn(kind(empty))
        assert "".join(page.itertext()).strip() == "Sin datos en este período."
        assert page.find(f".//{SVG}svg") is None


def test_u_25_bars_are_in_proportion_and_say_their_number():
    chart = charts.bars(data(charts.Series("Días", [Decimal("2.5"), 10])))
    assert [bar.width for bar in chart.rects] == ["21.50%", "86.00%"]
    assert [text.words for text in chart.texts] == ["Ana", "2,5", "Bruno", "10"]


def test_u_25_stacked_measures_stand_side_by_side_and_the_legend_counts_them():
    chart = charts.stacked(data(charts.Series("En Trámite", [1, 0]), charts.Series("Archivado", [1, 1])))
    assert [(bar.x, bar.width) for bar in chart.rects] == [
        ("0.00%", "43.00%"),
        ("43.00%", "43.00%"),
        ("0.00%", "43.00%"),
    ]
    assert [bar.told for bar in chart.rects] == ["Ana, En Trámite: 1 documento", "Ana, Archivado: 1 documento",
                                                 "Bruno, Archivado: 1 documento"]  # fmt: skip
    assert [(item.label, item.value) for item in chart.legend] == [("En Trámite", "1"), ("Archivado", "2")]
    assert len({item.colour for item in chart.legend}) == 2


def test_u_25_the_shares_of_a_band_are_its_whole_width():
    whole = charts.Data("cola", "Cola", "4 en total.", "Estado", [""], [charts.Series("a", [1]), charts.Series("b", [0]),
                                                                       charts.Series("c", [3])], NOON)  # fmt: skip
    chart = charts.band(whole)
    assert [(bar.x, bar.width, bar.told) for bar in chart.rects] == [
        ("0.00%", "25.00%", "a: 1"),
        ("25.00%", "75.00%", "c: 3"),
    ]
    assert chart.rows == [["a", "1"], ["b", "0"], ["c", "3"]]


def test_columns_and_lines_stand_on_a_scale_of_round_numbers():
    chart = charts.columns(data(charts.Series("Días", [5, 10])))
    assert [bar.height for bar in chart.rects] == ["75", "150"]
    assert [text.words for text in chart.texts] == ["0", "5", "10", "Ana", "Bruno"]
    line = charts.lines(data(charts.Series("Memorando", [0, 10])))
    assert line.traces[0].points == "25.00,100.00 75.00,0.00"
    assert [dot.y for dot in line.dots] == ["162", "12"]


@pytest.mark.parametrize(("top", "step"), [(0, 1), (4, 1), (5, 2), (27, 10), (399, 100), (1001, 500)])
def test_the_scale_has_at_most_four_steps_of_round_numbers(top, step):
    assert charts.scale_step(top) == step
