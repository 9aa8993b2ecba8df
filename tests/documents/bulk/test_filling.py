"""What `seed_bulk` makes satisfies the house's own proofs, and a load cut short leaves nothing half made (performance §2)."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.http import QueryDict

from accounts.identity import validate_cedula
from accounts.models import User
from documents import bulk, numbering
from documents.bulk import aside, filling
from documents.listing import TrayList
from documents.models import Copy, Document, IssuedNumber, Participation, Party, SearchMark, SearchRow, Task
from documents.search import queries, statements
from documents.states import CopyState, How
from documents.trays import TRAYS
from documents.trays.counting import counters
from institutions.actors import Actor
from institutions.models import Appointment
from quipux import clock
from quipux.history.chain import verify_all
from quipux.history.models import Entry
from quipux.history.recorder import record

DOCUMENTS, PEOPLE = 600, 24
# Words with their weights; their places in the text are not compared.
LEXEMES = """
    SELECT document_id, copy_id, codes, code_text, {vectors} FROM documents_searchrow ORDER BY document_id, copy_id
"""
OF_VECTOR = """
    (SELECT array_agg(DISTINCT lexeme || weight ORDER BY lexeme || weight)
     FROM unnest({}) AS word, unnest(word.weights) AS weight)
"""


# PostgreSQL writes the same list of texts in one of two ways, before and after it read its own writing.
CASTS = re.compile(r"::(text|character varying)(\[\])?|[()]")


@pytest.fixture
def filled(db):
    """A small load in the test's own transaction."""
    return bulk.fill(documents=DOCUMENTS, people=PEOPLE)


@pytest.fixture
def catalogue(transactional_db):
    """The types of the installation, which earlier tests of this kind emptied; afterwards nothing is left aside."""
    import_module("documents.migrations.0010_types").add_types(apps, None)
    yield
    bulk.repair()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS seed_bulk CASCADE")


def some_posts():
    """The busiest post, and the others that hold most of each kind of copy."""
    chosen = {bulk.busiest_post().pk}
    for state in (CopyState.DRAFT, CopyState.SENT, CopyState.SHELVED):
        chosen.add(Copy.objects.filter(state=state).values_list("holder", flat=True).first())
    chosen |= set(Task.objects.values_list("assigned_to", flat=True)[:2])
    return Appointment.objects.with_names().filter(pk__in=chosen)


def read_index():
    vectors = ", ".join(OF_VECTOR.format(name) for name in ("senders", "receivers", "head", "whole"))
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES.format(vectors=vectors))
        return cursor.fetchall()


def structure():
    """Indexes, keys and triggers of the tables a load puts aside, with whether each key was validated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = ANY(%s)", [aside.TABLES])
        found = {CASTS.sub("", definition) for (definition,) in cursor.fetchall()}
        cursor.execute("SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
                       "WHERE conrelid = ANY(%s::regclass[])", [aside.TABLES])  # fmt: skip
        found |= set(cursor.fetchall())
        cursor.execute("SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal "
                       "AND tgrelid = ANY(%s::regclass[])", [aside.TABLES])  # fmt: skip
        return found | set(cursor.fetchall())


def test_every_chain_holds_and_goes_on_from_there(filled):
    count, faults = verify_all()
    assert faults == []
    assert count > Copy.objects.count()
    passed = Copy.objects.filter(reassigned_by__isnull=False).first()
    post = passed.holder
    record(passed, "comment", actor=Actor(post.person, post), comment="Sigue")
    assert list(Entry.objects.of(passed).values_list("sequence", flat=True)) == [3, 2, 1]
    assert verify_all() == (count + 1, [])


def test_no_number_is_missing_or_given_twice_and_the_next_one_follows(filled):
    found = numbering.verify()
    assert found.faults == []
    assert found.numbers == IssuedNumber.objects.count() > DOCUMENTS * 0.95
    last = Document.objects.exclude(number="").select_related("area__institution", "type").order_by("pk").last()
    draft = Document.objects.filter(number="", area=last.area).first() or Document.objects.filter(number="").first()
    assert numbering.issue(draft, area=last.area, type=last.type, actor=_actor(last.author)).startswith(
        last.number.rsplit("-", 2)[0]
    )
    assert numbering.verify().faults == []


def _actor(post):
    return Actor(post.person, post)


def test_d_67_each_counter_equals_its_list_for_whoever_holds_something(filled):
    today = clock.today()
    for post in some_posts():
        actor = _actor(post)
        counted = counters(actor, today)
        for slug in set(TRAYS) & set(counted):
            listed = TRAYS[slug].opening(actor, today)
            assert counted[slug] == len(listed)
        page = TrayList(TRAYS["recibidos"], actor, QueryDict(), today)
        assert page.is_valid
        assert counted["recibidos"] == page.total


def test_the_shape_is_that_of_an_office_of_ten_years(filled):
    assert filled.documents == Document.objects.count() == DOCUMENTS
    assert 2.3 < Copy.objects.count() / DOCUMENTS < 2.6
    years = Document.objects.dates("registered_at", "year")
    assert len(years) == 10
    assert {CopyState.DRAFT, CopyState.IN_PROCESS, CopyState.SENT, CopyState.SHELVED, CopyState.DELETED} <= set(
        Copy.objects.values_list("state", flat=True)
    )
    assert Copy.objects.filter(is_read=False).exists()
    assert Copy.objects.filter(deadline__isnull=False).exists()
    assert set(Participation.objects.values_list("how", flat=True)) >= {
        How.SENT,
        How.RECEIVED,
        How.REASSIGNED_BY,
        How.INFORMED_TO,
    }
    held = Copy.objects.filter(holder=bulk.busiest_post(), state=CopyState.IN_PROCESS)
    assert held.count() >= DOCUMENTS * 0.02
    for number in User.objects.values_list("identity_number", flat=True):
        validate_cedula(number)


def test_the_index_of_the_search_is_what_the_product_would_write(filled):
    made = read_index()
    assert len(made) == SearchRow.objects.count() > DOCUMENTS
    assert not SearchMark.objects.exists()
    ids = list(Document.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for statement in statements.EACH:
            cursor.execute(statement, {"ids": ids})
    assert read_index() == made


def test_a_document_is_found_by_its_number_and_read_by_its_recipient(filled):
    copy = Copy.objects.exclude(own_reference="").select_related("party__appointment__person").first()
    reader = _actor(copy.party.appointment)
    assert copy in queries.quick(reader, copy.number)
    assert copy in queries.quick(reader, copy.own_reference)


def test_every_deferred_check_of_the_database_passes(filled):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Party.objects.filter(name="", document__frozen_at__isnull=False).exists()


def test_a_second_load_joins_the_first(filled):
    bulk.fill(documents=200, people=20)
    assert Document.objects.count() == DOCUMENTS + 200
    assert numbering.verify().faults == []
    assert verify_all()[1] == []


def test_it_refuses_where_real_documents_are(db, settings):
    settings.SECURE = True
    with pytest.raises(CommandError, match="no se ejecuta en producción"):
        call_command("seed_bulk", documents=10)
    assert not Document.objects.exists()


def test_it_says_how_few_is_too_few(db):
    with pytest.raises(CommandError, match="al menos un documento y 20 personas"):
        call_command("seed_bulk", documents=10, people=3)


def test_a_load_cut_short_keeps_every_index_and_key_and_goes_on_where_it_was(catalogue, monkeypatch):
    before = structure()
    monkeypatch.setattr(filling, "BLOCK", 200)
    monkeypatch.setattr(filling, "CONNECTIONS", 1)
    with pytest.raises(KeyboardInterrupt):
        bulk.fill(documents=DOCUMENTS, people=PEOPLE, puts_aside=True, tell=interrupt_at("200 documentos"))
    assert structure() == before
    assert Document.objects.count() == 200
    assert verify_all()[1] == []
    monkeypatch.setattr(filling, "CONNECTIONS", 2)
    assert bulk.fill(documents=DOCUMENTS, people=PEOPLE, puts_aside=True).documents == 400
    assert structure() == before
    assert Document.objects.count() == DOCUMENTS
    assert verify_all()[1] == []
    assert numbering.verify().faults == []


def interrupt_at(words):
    def tell(told):
        if told.startswith(words):
            raise KeyboardInterrupt

    return tell


def test_what_a_killed_load_left_aside_is_brought_back_on_request(catalogue):
    before = structure()
    with transaction.atomic():
        filling._begin(filling.Plan(100, 20, 1), lambda words: None)
        aside.put_aside()
    assert len(structure()) < len(before)
    call_command("seed_bulk", repair=True)
    assert structure() == before
    assert bulk.fill(documents=100, people=20).documents == 100
    assert numbering.verify().faults == []
