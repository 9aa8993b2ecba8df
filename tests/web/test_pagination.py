"""ui.md section 7.4: walking all pages yields every row once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict

from quipux.web.pagination import KeysetPaginator, numbered

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=ZoneInfo("America/Guayaquil"))
FIELDS = ("expire_date", "session_key")


@pytest.fixture
def rows():
    """Fifty rows, five for every instant: the tie is broken by the key."""
    Session.objects.bulk_create(
        Session(session_key=f"{i:03}", session_data="", expire_date=START + timedelta(minutes=i // 5))
        for i in range(50)
    )
    return [f"{i:03}" for i in reversed(range(50))]


def paginator(**options):
    return KeysetPaginator(Session.objects.all(), fields=FIELDS, sizes=(7, 20), **options)


def asked(**values):
    query = QueryDict(mutable=True)
    query.update(values)
    return query


def keys(page):
    return [row.session_key for row in page.rows]


def walk(paginator, page, direction):
    pages = [page]
    while cursor := getattr(pages[-1], direction):
        pages.append(paginator.page(asked(cursor=cursor)))
    return pages


def test_walking_forth_and_back_yields_every_row_once(rows):
    there = walk(paginator(), paginator().page(asked()), "next")
    back = walk(paginator(), there[-1], "previous")
    assert [key for page in there for key in keys(page)] == rows
    assert [keys(page) for page in reversed(back)] == [keys(page) for page in there]
    assert [(p.first_index, p.last_index, p.total) for p in there[:2]] == [(1, 7, 50), (8, 14, 50)]
    assert [p.first_index for p in reversed(back)] == [p.first_index for p in there]


def test_a_row_that_arrives_meanwhile_moves_nothing(rows):
    first = paginator().page(asked())
    Session.objects.create(session_key="zzz", session_data="", expire_date=START + timedelta(days=1))
    assert keys(paginator().page(asked(cursor=first.next))) == rows[7:14]


def test_the_other_direction_walks_too(rows):
    pages = walk(paginator(descending=False), paginator(descending=False).page(asked()), "next")
    assert [key for page in pages for key in keys(page)] == rows[::-1]


@pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "e30", "WzEsMiwzXQ", "WyJhIiwiYiJd", "ñ", "A" * 1000])
def test_a_broken_cursor_gives_the_first_page(rows, cursor):
    assert keys(paginator().page(asked(cursor=cursor))) == rows[:7]


def test_a_page_takes_the_same_number_of_queries_at_any_depth(rows, django_assert_num_queries):
    for page in walk(paginator(), paginator().page(asked()), "next"):
        with django_assert_num_queries(2):
            paginator().page(asked(cursor=page.next or ""))


def test_a_known_total_is_not_counted_again(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert paginator(total=143).page(asked()).total == 143


def test_only_the_offered_sizes_are_taken(rows):
    assert [paginator().page(asked(tamano=size)).size for size in ("20", "7", "100000", "-1", "x")] == [20, 7, 7, 7, 7]


def test_an_empty_list_has_one_empty_page():
    page = paginator().page(asked())
    assert (page.rows, page.first_index, page.last_index, page.next, page.previous) == ([], 0, 0, None, None)


def test_numbered_pages_yield_every_row_once(rows):
    listing = Session.objects.order_by("-expire_date", "-session_key")
    pages = [numbered(listing, asked(pagina=str(n))) for n in range(1, 6)]
    assert [row.session_key for page in pages for row in page.rows] == rows
    assert [(p.number, p.last, p.previous, p.next) for p in (pages[0], pages[-1])] == [(1, 5, None, 2), (5, 5, 4, None)]


@pytest.mark.parametrize(
    ("page", "number"), [("0", 1), ("-3", 1), ("99", 5), ("9" * 30, 1), ("x", 1), ("²", 1), ("", 1)]
)
def test_a_page_out_of_range_gives_the_nearest(rows, page, number):
    assert numbered(Session.objects.order_by("session_key"), asked(pagina=page)).number == number


def test_an_unordered_list_is_refused():
    with pytest.raises(ValueError, match="unordered"):
        numbered(Session.objects.all(), asked())
