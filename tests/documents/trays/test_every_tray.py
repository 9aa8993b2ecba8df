"""What every tray does alike: its rows, its counters, its pages and their price (documents §5.2, §5.3; U-10, U-41)."""

import random
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from documents.listing import TrayList, copies_of_address
from documents.models import Copy, Informed
from documents.trays import TRAYS
from documents.trays.counting import counters
from quipux import clock
from tests import factories
from tests.cast import servant
from tests.documents.trays.desks import AT, SLUGS, with_open_session

ROW = re.compile(r'<tr class="govuk-table__row')


def listed(slug, actor, query="") -> TrayList:
    return TrayList(TRAYS[slug], actor, QueryDict(query), clock.today())


def walked(slug, actor, query="") -> list:
    """Primary keys of a list, page after page."""
    seen, cursor = [], ""
    while True:
        page = listed(slug, actor, f"{query}&cursor={cursor}").page
        seen += [row.pk for row in page.rows]
        if not page.next:
            return seen
        cursor = page.next


@pytest.mark.parametrize("slug", SLUGS)
def test_each_tray_lists_its_own_rows_and_no_other_tray_does(client, desk, slug):
    desk.fill(2, slug)
    page = client(desk.ana).get(f"/bandejas/{slug}/")
    assert len(ROW.findall(page.content.decode())) == 2
    counts = counters(desk.ana.actor, clock.today())
    assert counts[slug] == 2
    # A task sent leaves Recibidos; what is shared is in no tray of one's own.
    assert [name for name in SLUGS if counts.get(name)] == [slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_u_41_ten_rows_and_twenty_take_the_same_number_of_queries(client, desk, slug):
    entered, taken = with_open_session(client(desk.ana), desk.ana), []
    for _ in range(2):
        desk.fill(10, slug)
        Copy.objects.filter(holder=desk.ana.appointment).update(deadline=date(2026, 5, 21))
        with CaptureQueriesContext(connection) as queries:
            response = entered.get(f"/bandejas/{slug}/")
        taken.append(len(queries))
        assert len(ROW.findall(response.content.decode())) == 10 * len(taken)
    assert taken[0] == taken[1] <= 12


@pytest.mark.parametrize("slug", SLUGS)
def test_d_67_walking_all_pages_of_any_order_yields_every_row_once(desk, slug):
    desk.fill(23, slug)
    for key in [key for heading in TRAYS[slug].headings for key, _ in heading.sorts]:
        for direction in ("", "-"):
            seen = walked(slug, desk.ana.actor, f"orden={direction}{key}&fechas=todas")
            assert len(seen) == len(set(seen)) == 23, key


def test_u_10_d_67_every_counter_and_chip_equals_the_list_it_opens_for_50_random_people(area, bruno):
    people = [servant(factories.make_servant(area)) for _ in range(50)]
    chance = random.Random(20260520)
    with clock.frozen_at(AT + timedelta(days=10)):
        _scatter(people, bruno, chance)
        for position, person in enumerate(people):
            _assert_counts(person.actor, chips=position % 5 == 0)


def _scatter(people, bruno, chance):
    """100 documents in the hands of random people, read or not, new or old, some passed on or told of."""
    for copy in _copies(100, bruno, people[0]):
        holder, giver = chance.sample(people, 2)
        Copy.objects.filter(pk=copy.pk).update(
            holder=giver.appointment, sort_at=_some_day(chance),
            deadline=chance.choice((None, date(2026, 5, 1), date(2026, 7, 1))))  # fmt: skip
        copy.refresh_from_db()
        if chance.random() < 0.2:
            factories.reassign(copy, holder, at=_some_day(chance))
        elif chance.random() < 0.2:
            factories.inform(copy, holder, at=_some_day(chance))
        Copy.objects.filter(pk=copy.pk).update(is_read=chance.random() < 0.5)
    told = list(Informed.objects.values_list("pk", flat=True))
    Informed.objects.filter(pk__in=told[::2]).update(read_at=AT)


def _some_day(chance):
    return AT - timedelta(days=chance.choice((0, 400)))


def _copies(number, author, to):
    return [factories.copy_of(document, to) for document in factories.make_documents(number, author, to=[to], at=AT)]


def _assert_counts(actor, *, chips):
    counts = counters(actor, clock.today())
    for slug in ("recibidos", "reasignados", "informados"):
        found = listed(slug, actor, "tamano=100")
        assert counts[slug] == len(found.rows), slug
        if TRAYS[slug].counts_unread:
            assert counts[f"{slug}_unread"] == sum(row.is_unread for row in found.rows), slug
        for chip in found.chips if chips else ():
            assert str(len(listed(slug, actor, chip.url.partition("?")[2]).rows)) == chip.count, (slug, chip.label)


def test_the_counters_of_the_whole_menu_are_one_statement(desk):
    desk.fill(1, "compartida")
    assert desk.ana.actor.permissions  # known to every page of hers
    with CaptureQueriesContext(connection) as queries:
        counts = counters(desk.ana.actor, clock.today())
    counting = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert len(counting) == 1
    assert set(SLUGS) <= set(counts)


def test_the_address_of_a_list_names_its_copies_on_all_pages(desk):
    desk.recibidos(23)
    assert copies_of_address("/bandejas/recibidos/?texto=prueba", desk.ana.actor).count() == 23
    assert copies_of_address("/bandejas/recibidos/?texto=inexistente", desk.ana.actor).count() == 0
    assert copies_of_address("/bandejas/recibidos/", desk.bruno.actor).count() == 0
