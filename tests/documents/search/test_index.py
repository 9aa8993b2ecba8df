"""The index says what its documents say, as soon as they change (documents §13.3, D-66)."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from documents.models import Attachment, ComposeSession, Copy, Document, SearchMark, SearchRow
from documents.search import indexing
from documents.services import NewAttachment, attach_later
from quipux import clock
from quipux.files import store
from tests import factories

pytestmark = pytest.mark.django_db


def row_of(document) -> SearchRow:
    return SearchRow.objects.get(document=document, copy=None)


def everything() -> list:
    return list(SearchRow.objects.order_by("document", "copy").values_list(
        "document", "copy", "codes", "code_text", "senders", "receivers", "head", "whole"))  # fmt: skip


def test_a_saved_draft_and_a_sent_document_are_marked_in_the_same_transaction_and_indexed_once(ana, bruno):
    draft = factories.make_draft(ana, to=[bruno], subject="Memoria anual")
    assert set(SearchMark.objects.values_list("document_id", flat=True)) == {draft.pk}
    assert indexing.reindex_due() == 1
    assert not SearchMark.objects.exists()
    assert row_of(draft).codes == [draft.temporary_number.lower()]
    factories.send(draft)
    assert indexing.reindex_due() == 1
    draft.refresh_from_db()
    assert set(row_of(draft).codes) == {draft.number.lower(), draft.temporary_number.lower()}
    assert indexing.reindex_due() == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda document: Document.objects.filter(pk=document.pk).update(subject="Otro asunto"),
        lambda document: document.parties.filter(role="from").update(name="Zoila Andrade"),
        lambda document: document.attachments.update(removed_at=document.registered_at),
        lambda document: document.attachments.all().delete(),
        lambda document: document.attachments.update(text="lo que dice por dentro"),
    ],
    ids=["asunto", "people", "an anexo removed", "an anexo deleted", "the text of an anexo"],
)
def test_whatever_changes_a_document_marks_it_even_in_a_statement_over_many_rows(ana, bruno, change):
    document = factories.make_draft(ana, to=[bruno], attachments=[("planos.txt", b"planos")])
    indexing.reindex_due()
    before = everything()
    change(document)
    assert indexing.reindex_due() == 1
    assert everything() != before


def test_reading_or_moving_a_copy_asks_for_no_work(ana, bruno):
    copy = factories.copy_of(factories.make_document(ana, to=[bruno]), bruno)
    indexing.reindex_due()
    Copy.objects.filter(pk=copy.pk).update(is_read=True)
    assert not SearchMark.objects.exists()


def test_a_change_taken_back_leaves_no_mark(ana, bruno):
    document = factories.make_draft(ana, to=[bruno])
    indexing.reindex_due()
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(subject="Lo que no fue")
        transaction.set_rollback(True)
    assert not SearchMark.objects.exists()


def test_a_later_anexo_is_of_its_copy_alone_and_its_row_goes_with_it(ana, bruno, diego):
    document = factories.make_document(ana, to=[bruno, diego])
    copy = factories.copy_of(document, bruno)
    later = attach_later(copy, NewAttachment("catastro.txt", store.save(b"x", media_type="text/plain")),
                         actor=bruno.actor)  # fmt: skip
    indexing.reindex_due()
    own = SearchRow.objects.get(copy=copy)
    assert "catastr" in own.whole
    assert "catastr" not in own.head
    assert "catastr" not in row_of(document).whole
    later.removed_at = later.added_at
    later.save()
    indexing.reindex_due()
    assert not SearchRow.objects.filter(copy=copy).exists()


def test_a_reference_and_a_number_of_one_copy_find_that_copy_alone(ana, bruno, diego):
    document = factories.make_document(ana, to=[bruno, diego])
    copy = factories.copy_of(document, bruno)
    indexing.reindex_due()
    Copy.objects.filter(pk=copy.pk).update(own_reference="EXT-9", number="SENAM-2026-0005-E")
    assert indexing.reindex_due() == 1
    assert {"ext-9", "senam-2026-0005-e"} < set(SearchRow.objects.get(copy=copy).codes)
    assert set(row_of(document).codes) == {document.number.lower(), document.temporary_number.lower()}


def test_an_anexo_of_a_text_that_was_not_saved_yet_is_of_no_document(ana):
    now = clock.now()
    session = ComposeSession.objects.create(user=ana.user, appointment=ana.appointment, saved_at=now, expires_at=now)
    Attachment.objects.create(session=session, name="plano.txt", medium="physical", added_by="Ana", added_at=now)
    assert not SearchMark.objects.exists()


def test_an_anexo_that_nobody_may_open_is_not_found_either(ana, bruno):
    document = factories.make_document(ana, to=[bruno], attachments=[("catastro.txt", b"x")])
    document.attachments.update(scan_state="infected")
    indexing.reindex_due()
    assert "catastr" not in row_of(document).whole


def test_the_command_writes_the_same_rows_again(ana, bruno, carla):
    factories.make_documents(3, ana, to=[bruno], cc=[carla], attachments=[("acta.txt", b"acta")])
    indexing.reindex_due()
    kept = everything()
    SearchRow.objects.update(head=None, whole=None, codes=[])
    call_command("reindex_search", verbosity=0)
    assert everything() == kept
    assert len(kept) == 6, "one of each document, and one of each copy that another institution numbered"


def test_the_command_for_what_changed_leaves_nothing_waiting(ana, bruno, capsys):
    factories.make_document(ana, to=[bruno])
    call_command("reindex_search", "--pending", "--json")
    assert '"count": 1' in capsys.readouterr().out
    assert not SearchMark.objects.exists()


def test_a_text_too_long_for_the_index_is_found_by_its_beginning(ana, bruno):
    words = " ".join(f"palabra{n}ñandú{n * 7919}" for n in range(60_000))
    document = factories.make_draft(ana, to=[bruno])
    Document.objects.filter(pk=document.pk).update(body=f"<p>amanecer {words}</p>")  # longer than a person may type
    indexing.reindex_due()
    assert "amanec" in row_of(document).whole


def test_who_finds_the_turn_taken_writes_nothing_and_loses_nothing(ana, bruno):
    """The other holds the turn in a connection of its own, as another worker does."""
    factories.make_document(ana, to=[bruno])
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(indexing.TURN.replace("_xact", ""))
        assert indexing.reindex_due() == 0
        assert SearchMark.objects.exists()
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()
    assert indexing.reindex_due() == 1
