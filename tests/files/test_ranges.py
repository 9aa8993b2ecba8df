"""The reading of Range headers (RFC 9110 §14)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quipux.files.ranges import NotSatisfiable, Span, parse

SIZE = 10_000


@pytest.mark.parametrize(("header", "spans"), [
    ("bytes=0-499", [(0, 499)]),
    ("bytes=500-999", [(500, 999)]),
    ("bytes=-500", [(9500, 9999)]),
    ("bytes=9500-", [(9500, 9999)]),
    ("bytes=0-", [(0, 9999)]),
    ("bytes=0-0,-1", [(0, 0), (9999, 9999)]),
    ("bytes= 0-999, 4500-5499, -1000", [(0, 999), (4500, 5499), (9000, 9999)]),
    ("bytes=500-600,601-999", [(500, 600), (601, 999)]),
    ("bytes=500-700,601-999", [(500, 700), (601, 999)]),
    ("BYTES=1-2", [(1, 2)]),
    ("bytes=,1-2,\t,", [(1, 2)]),
    ("bytes=-20000", [(0, 9999)]),
    ("bytes=9999-123456789012345678901234567890", [(9999, 9999)]),
    ("bytes=0000000000000000000000000000001-2", [(1, 2)]),
    ("bytes=10000-,5-6", [(5, 6)]),
    ("bytes=5-6,-0", [(5, 6)]),
])  # fmt: skip
def test_ranges_of_the_standard_are_read(header, spans):
    assert [(span.first, span.last) for span in parse(header, SIZE)] == spans


@pytest.mark.parametrize("header", [
    "", "bytes", "bytes=", "bytes=,", "items=0-5", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-5,x", "bytes=1-2-3",
    "bytes=0-5;6-7", "bytes=+1-2", "bytes=1 - 2", "bytes=0x1-2", "bytes=١-٢", "bytes=0-1,bytes=2-3", "0-5",
])  # fmt: skip
def test_a_header_of_another_unit_or_wrong_syntax_asks_for_nothing(header):
    assert parse(header, SIZE) is None


@pytest.mark.parametrize(
    "header", ["bytes=10000-", "bytes=10000-20000,99999-", "bytes=-0", "bytes=" + "9" * 8000 + "-"]
)
def test_ranges_beyond_the_end_are_not_satisfiable(header):
    with pytest.raises(NotSatisfiable):
        parse(header, SIZE)


def test_s_57_four_ranges_are_the_most_that_are_served_apart():
    assert len(parse("bytes=0-0,2-2,4-4,6-6", SIZE)) == 4
    assert parse("bytes=0-0,2-2,4-4,6-6,8-8", SIZE) is None


def test_s_57_ranges_that_repeat_the_file_get_the_file_once():
    assert parse("bytes=0-,0-,0-,0-", SIZE) is None
    assert len(parse("bytes=0-4999,5000-", SIZE)) == 2


def test_an_empty_file_has_a_last_part_but_no_first_byte():
    assert parse("bytes=-5", 0) is None
    with pytest.raises(NotSatisfiable):
        parse("bytes=0-", 0)


number = st.integers(0, 40)
spec = st.one_of(
    st.tuples(number, number).map(lambda pair: (min(pair), max(pair))),
    st.tuples(number, st.none()),
    st.tuples(st.none(), number),
)
blank = st.sampled_from(["", " ", "\t "])


@given(size=st.integers(0, 30), specs=st.lists(st.tuples(spec, blank, blank), min_size=1, max_size=6))
def test_spans_hold_exactly_the_bytes_a_slice_would(size, specs):
    written = [f"{'' if first is None else first}-{'' if last is None else last}" for (first, last), *_ in specs]
    header = "bytes=" + ",".join(
        f"{before}{text}{after}" for text, (_, before, after) in zip(written, specs, strict=True)
    )
    expected = [bytes_ for (pair, *_) in specs if (bytes_ := _slice(range(size), *pair))]
    try:
        spans = parse(header, size)
    except NotSatisfiable:
        assert not expected
        return
    if spans is None:
        assert len(specs) > 4 or sum(map(len, expected)) > size or not size
    else:
        assert [list(range(span.first, span.last + 1)) for span in spans] == [list(bytes_) for bytes_ in expected]


def _slice(everything, first, last):
    if first is None:
        return everything[-last:] if last else everything[:0]
    return everything[first:] if last is None else everything[first : last + 1]


@given(header=st.one_of(st.text(max_size=60), st.from_regex(r"\Abytes=[-0-9, ]{0,40}\Z")), size=st.integers(0, 2**63))
@example(header="bytes=" + "1" * 5000 + "-", size=5)
def test_whatever_is_written_stays_inside_the_file(header, size):
    try:
        spans = parse(header, size)
    except NotSatisfiable:
        return
    assert spans is None or 1 <= len(spans) <= 4
    for span in spans or ():
        assert isinstance(span, Span)
        assert 0 <= span.first <= span.last < size
