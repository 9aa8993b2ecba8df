"""«Texto a buscar» in a list too long to be compared row by row (documents §5.3, performance §2)."""

import pytest
from django.http import QueryDict

from documents import matching
from documents.listing import lists, query
from documents.listing.lists import TrayList
from documents.trays import TRAYS
from quipux import clock
from tests import factories

pytestmark = pytest.mark.django_db
# Rows of a long list, and documents of a rare word.
WAYS = {"each row": (5000, 25_000), "the few of the words": (0, 25_000), "the newest until they suffice": (0, -1)}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def way(request, monkeypatch):
    long, rare = request.param
    monkeypatch.setattr(query, "LONG", long)
    monkeypatch.setattr(matching, "RARE", rare)
    return request.param


def listed(person, text, slug="recibidos", **params):
    address = QueryDict(mutable=True)
    address.update({"texto": text, **params})
    found = TrayList(TRAYS[slug], person.actor, address, clock.today())
    assert found.is_valid
    return found


@pytest.fixture
def papers(ana, bruno):
    """Asuntos of what Ana received: two of six speak of irrigation, one only in its referencia."""
    for subject, reference in (("Plan de riego", ""), ("Compra de sillas", ""), ("Obra", "OF-RIEGO-7"), ("Vacaciones", ""),
                               ("Riégo mal escrito", ""), ("Archivo", "")):  # fmt: skip
        factories.make_document(bruno, to=[ana], subject=subject, reference=reference)


def test_every_way_finds_the_same_rows(way, ana, papers):
    for text, found in (("riego", {"Plan de riego", "Obra", "Riégo mal escrito"}), ("RIÉGO plan", {"Plan de riego"}),
                        ("of-riego", {"Obra"}), ("hipopótamo", set())):  # fmt: skip
        rows = listed(ana, text)
        assert {row.copy.document.subject for row in rows.rows} == found, text
        assert rows.total == len(found)


def test_a_number_that_only_the_copy_has_is_found(way, ana, bruno, papers):
    copy = factories.copy_of(factories.make_document(bruno, to=[ana], subject="Ajeno"), ana)
    type(copy).objects.filter(pk=copy.pk).update(number="RECIBIDO-00077-E", own_reference="OTRA-5")
    for text in ("00077-e", "otra-5"):
        assert [row.copy.pk for row in listed(ana, text).rows] == [copy.pk]


def test_beyond_what_is_counted_the_list_says_so_and_the_other_views_bear_no_number(ana, bruno, monkeypatch):
    monkeypatch.setattr(query, "LONG", 0)
    monkeypatch.setattr(matching, "RARE", -1)
    for module in (query, lists):
        monkeypatch.setattr(module, "EXACT", 2)
    for place in range(4):
        factories.make_document(bruno, to=[ana], subject=f"Asunto {place}")
    words = factories.make_document(bruno, to=[ana], subject="Uno solo").subject
    many, one = listed(ana, "asunto"), listed(ana, words)
    assert (many.is_capped, many.counts["unread"], many.counts["overdue"]) == (True, None, None)
    assert many.summary.startswith("más de")
    assert [chip.count for chip in many.chips][1:] == [None, None]
    assert (one.is_capped, one.counts["total"], one.counts["unread"]) == (False, 1, 1)
    counted = listed(ana, "asunto", contar="1")
    assert counted.counts["total"] == counted.counts["unread"] == 4
    unread = listed(ana, "asunto", lectura="no-leidos")
    assert (unread.is_capped, unread.counts["total"]) == (True, None)
    assert unread.summary.startswith("más de")
