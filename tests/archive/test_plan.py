"""The cut is decided before any byte is written and never exceeded (backups.md §5.3)."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backups.archive.closing import write_index
from backups.archive.errors import PlanError
from backups.archive.members import Member
from backups.archive.plan import MIN_PART_SIZE, cut, plan_set
from backups.archive.writer import write_part

from .tools import member, noise, prose

LIMIT = MIN_PART_SIZE


def document(key, *sizes):
    return key, [(f"d/{key}/{number}", size) for number, size in enumerate(sizes)]


def test_a_limit_under_the_minimum_is_refused():
    with pytest.raises(PlanError, match="100000"):
        cut([document(1, 5)], part_size=MIN_PART_SIZE - 1)


def test_more_parts_than_a_set_can_have_are_refused_before_writing():
    groups = (document(n, LIMIT) for n in range(65_535))
    with pytest.raises(PlanError, match="partes más grandes"):
        cut(groups, part_size=LIMIT)


def test_no_documents_give_no_parts():
    assert cut([], part_size=LIMIT) == []


def test_a_part_closes_before_the_document_that_would_exceed_the_limit():
    parts = cut([document(n, 30_000, 10_000) for n in range(5)], part_size=LIMIT)
    assert [(p.number, p.first, p.last) for p in parts] == [(1, 0, 1), (2, 2, 3), (3, 4, 4)]
    assert all(p.planned_bytes <= LIMIT and not p.oversize for p in parts)


def test_a_document_larger_than_the_limit_is_alone_in_its_part():
    parts = cut([document(1, 10), document(2, 90_000, 90_000), document(3, 10)], part_size=LIMIT)
    assert [(p.first, p.last, p.oversize) for p in parts] == [(0, 0, False), (1, 1, True), (2, 2, False)]


def test_everything_that_fits_one_part_is_a_single_zip():
    plan = plan_set([document(1, 10)], index=[("index.html", 10)], part_size=LIMIT)
    assert plan.single
    assert plan.count == 1
    assert plan.planned_bytes == plan.index_bytes


def test_the_index_part_is_never_cut():
    plan = plan_set([document(1, 10)], index=[("index.html", 3 * LIMIT)], part_size=LIMIT)
    assert not plan.single
    assert plan.count == 2
    assert plan.index_bytes > 3 * LIMIT


def test_a_set_without_documents_is_a_single_zip_whatever_its_index():
    assert plan_set([], index=[("index.html", 3 * LIMIT)], part_size=LIMIT).single


def test_what_every_part_holds_besides_documents_is_counted():
    groups = [(n, [member(f"d/{n}", noise(30_000, n))]) for n in range(7)]
    readme = member("LEAME_parte00.txt", noise(9_000))
    index = [member("index.html", noise(700))]
    plan = plan_set(groups, index=index, part_size=LIMIT, in_each_part=[readme])
    records = [
        write_part(io.BytesIO(), [m for _, g in groups[p.first : p.last + 1] for m in g] + [readme], first=p.first == 0)
        for p in plan.parts
    ]
    assert [record.bytes for record in records] == [p.planned_bytes for p in plan.parts]
    assert all(record.bytes <= LIMIT for record in records)
    assert write_index(io.BytesIO(), index, part_records=records).bytes == plan.index_bytes
    assert plan_set(groups[:2], index=index, part_size=LIMIT, in_each_part=[readme]).single


def test_known_deflated_sizes_are_used():
    (part,) = cut([(1, [Member(name="a", size=90_000, stored_size=100)])], part_size=LIMIT)
    assert part.planned_bytes < 1000


@pytest.mark.parametrize("entries", [65_534, 65_535])
def test_the_plan_is_exact_where_the_end_record_becomes_zip64(entries):
    members = [member(f"{n:05d}", b"") for n in range(entries)]
    (planned,) = cut([("all", members)], part_size=10**9)
    record = write_part(io.BytesIO(), members, first=True)
    assert record.bytes == planned.planned_bytes


sizes = st.integers(0, 3000)
documents = st.lists(st.lists(sizes, min_size=1, max_size=4), min_size=1, max_size=120)


def build(groups, index, plan):
    """The real bytes of each part of a plan."""
    if plan.single:
        everything = [m for members in groups for m in members] + index
        return [write_part(io.BytesIO(), everything, first=False)]
    records = [
        write_part(io.BytesIO(), [m for members in groups[p.first : p.last + 1] for m in members], first=p.first == 0)
        for p in plan.parts
    ]
    return [*records, write_index(io.BytesIO(), index, part_records=records)]


@settings(max_examples=40, deadline=None)
@given(documents=documents, index=st.lists(sizes, max_size=3), stored=st.booleans())
def test_real_sizes_never_exceed_the_plan_and_equal_it_when_nothing_is_deflated(documents, index, stored):
    make = noise if stored else prose
    groups = [[member(f"d/{i}/{j}", make(size)) for j, size in enumerate(g)] for i, g in enumerate(documents)]
    last = [member(f"index/{i}", make(size)) for i, size in enumerate(index)]
    plan = plan_set(enumerate(groups), index=last, part_size=LIMIT)
    real = [record.bytes for record in build(groups, last, plan)]
    planned = [p.planned_bytes for p in plan.parts] + [plan.index_bytes]
    assert len(real) == plan.count
    assert all(r <= p for r, p in zip(real, planned, strict=True))
    assert all(p.planned_bytes <= LIMIT or p.first == p.last for p in plan.parts)
    if stored:
        assert real == planned


@settings(max_examples=40, deadline=None)
@given(documents=documents)
def test_parts_are_consecutive_and_lose_no_document(documents):
    groups = [document(number, *sizes) for number, sizes in enumerate(documents)]
    parts = cut(groups, part_size=LIMIT)
    assert [n for p in parts for n in range(p.first, p.last + 1)] == list(range(len(groups)))


@settings(max_examples=30, deadline=None)
@given(omitted=st.sets(st.integers(0, 59)))
def test_a_document_left_out_changes_no_other_part(omitted):
    # Rule 6: a failing document does not move the cut nor the bytes of other parts.
    groups = [[member(f"d/{n}", noise(5000, n))] for n in range(60)]
    parts = cut(enumerate(groups), part_size=LIMIT)
    for part in parts:
        every = range(part.first, part.last + 1)
        kept = [groups[n][0] for n in every if n not in omitted]
        record = write_part(io.BytesIO(), kept, first=part.first == 0)
        assert record.bytes <= part.planned_bytes
        if len(kept) == len(every):
            assert record.bytes == part.planned_bytes


def test_sizes_and_offsets_over_four_gib_count_their_zip64_fields():
    huge = 2**32 + 10
    (part,) = cut([(1, [("a", huge), ("b", 1)])], part_size=LIMIT)
    local, central, end = (30 + 1 + 20) + (30 + 1), (46 + 1 + 20) + (46 + 1 + 12), 56 + 20 + 22 + 71
    assert part.planned_bytes == 4 + local + huge + 1 + central + end
