"""The factories reach the states they promise by the product's own moves."""

from datetime import datetime

import pikepdf
import pytest

from documents.states import CopyState
from quipux import clock
from quipux.files import store
from quipux.history.models import Entry
from tests import factories

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)


def test_a_sent_document_has_number_date_pdf_and_a_delivered_copy(ana, bruno, carla):
    document = factories.make_document(ana, to=[bruno], cc=[carla], at=AT, attachments=[("datos.csv", b"a;b\n")])
    assert document.number == "MINEJ-DNP-2026-0001-M"
    assert document.document_date == AT
    assert store.read(document.official_pdf) == factories.TINY_PDF
    assert factories.original_of(document).state == CopyState.SENT
    assert {factories.copy_of(document, person).state for person in (bruno, carla)} == {CopyState.IN_PROCESS}
    assert [a.name for a in document.attachments.all()] == ["datos.csv"]


def test_the_tiny_pdf_is_a_pdf(tmp_path):
    path = tmp_path / "documento.pdf"
    path.write_bytes(factories.TINY_PDF)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1


def test_a_reassigned_copy_has_the_new_holder_and_keeps_the_comment(ana, bruno, carla):
    copy = factories.copy_of(factories.make_document(carla, to=[bruno], at=AT), bruno)
    copy = factories.reassign(copy, ana, comment="Prepare la respuesta")
    assert copy.holder == ana.appointment
    assert Entry.objects.of(copy).first().comment == "Prepare la respuesta"


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_can_write_the_recorrido(ana, bruno):
    factories.make_document(ana, to=[bruno], at=AT)
    assert Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_next_one_finds_the_tables_empty():
    assert not Entry.objects.exists()
