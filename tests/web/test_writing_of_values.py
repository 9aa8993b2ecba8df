"""ui.md section 3.3: instants, days, sizes and numbers as people read them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.template import Context, Template

from quipux.web import formatting
from quipux.web.components import Link, Tag


def drawn(source, **values):
    return Template("{% load quipux %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 b"), (512, "512 b"), (1023, "1023 b"), (1024, "1,00 K"), (1536, "1,50 K"), (998_889_062, "952,61 M"),
     (1_919_275_826, "1,79 G"), (1024**2 - 1, "1,00 M"), (1024**3, "1,00 G"), (2000 * 1024**3, "2 000,00 G")],
)  # fmt: skip
def test_sizes_have_two_decimals_and_a_decimal_comma(size, text):
    assert formatting.size_text(size).replace("\u00a0", " ") == text


def test_thousands_are_separated_by_a_no_break_space():
    assert formatting.count_text(1204) == "1\u00a0204"
    assert formatting.count_text(1_846_000) == "1\u00a0846\u00a0000"
    assert formatting.count_text(999) == "999"


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999, "999"), (1000, "999+")])
def test_counters_end_at_999(number, text):
    assert formatting.counter_text(number) == text


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=9))])
def test_an_instant_is_shown_in_the_official_hour_whatever_its_zone(zone):
    instant = datetime(2016, 12, 29, 3, 30, 37, tzinfo=UTC).astimezone(zone)
    expected = '<time datetime="2016-12-28T22:30:37-05:00">2016-12-28 22:30:37 (GMT-5)</time>'
    assert drawn("{{ at|timestamp }}", at=instant) == expected


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        formatting.timestamp_text(datetime(2016, 12, 28))


def test_the_day_of_an_instant_is_the_official_one():
    instant = datetime(2016, 12, 29, 3, 0, tzinfo=UTC)
    assert drawn("{{ at|day }}", at=instant) == '<time datetime="2016-12-28">2016-12-28</time>'
    assert drawn("{{ at|day_zone }}", at=date(2016, 1, 4)) == '<time datetime="2016-01-04">2016-01-04 (GMT-5)</time>'


def test_nothing_is_written_for_a_missing_value():
    for name in ("timestamp", "minute", "day", "day_zone", "size", "count", "counter", "duration_words", "cell"):
        assert drawn("{{ none|" + name + " }}", none=None) == ""


def test_half_of_a_cedula_is_masked():
    assert drawn("{{ '0602912345'|masked_cedula }}") == "06029•••••"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "menos de 1 min"), (29, "menos de 1 min"), (840, "14 min"), (3599, "1 h"), (4800, "1 h 20 min")],
)
def test_waiting_times_are_said_in_words(seconds, words):
    assert formatting.duration_text(seconds).replace("\u00a0", " ") == words


def test_a_cell_escapes_what_people_typed():
    assert drawn("{{ v|cell }}", v="<b>Ana</b>") == "&lt;b&gt;Ana&lt;/b&gt;"
    assert drawn("{{ v|cell }}", v=Tag("<i>", "red")) == '<strong class="govuk-tag govuk-tag--red">&lt;i&gt;</strong>'
    link = drawn("{{ v|cell }}", v=Link("Descargar", '"><script>', "la <solicitud>"))
    assert "<script>" not in link
    assert "la &lt;solicitud&gt;" in link


def test_a_tag_of_an_unknown_colour_is_refused():
    with pytest.raises(ValueError, match="colour"):
        Tag("Aprobada", "mauve")
