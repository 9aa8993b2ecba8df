"""The factories reach the states they promise by the product's own moves."""

from datetime import datetime, timedelta

import pikepdf
import pytest

from documents.models import Document, Participation
from documents.states import CopyState
from quipux import clock
from quipux.files import store
from quipux.history import chain
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


def columns(row, *left_out) -> dict:
    """What a row holds, without what must differ between two documents."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields
            if field.name not in ("id", "uuid", *left_out)}  # fmt: skip


def test_cloned_documents_are_what_the_services_make(ana, bruno, carla):
    walked = factories.make_document(ana, to=[bruno], cc=[carla], at=AT, subject="Documento de prueba 2",
                                     attachments=[("a.txt", b"a")])  # fmt: skip
    _, cloned = factories.make_documents(2, ana, to=[bruno], cc=[carla], at=AT, every=timedelta(0),
                                         attachments=[("a.txt", b"a")])  # fmt: skip
    own = (
        "number",
        "own_reference",
        "temporary_number",
        "comment",
        "verification_code",
        "document",
        "copy",
        "party",
        "subject_id",
        "hash",
        "previous_hash",
    )
    assert columns(cloned, *own) == columns(Document.objects.get(pk=walked.pk), *own)
    assert cloned.number == "MINEJ-DNP-2026-0003-M"
    for rows_of in (lambda d: d.parties.all(), lambda d: d.attachments.all(), lambda d: d.copies.order_by("role"),
                    lambda d: Participation.objects.filter(document=d).order_by("how"),
                    lambda d: [e for c in d.copies.order_by("role") for e in Entry.objects.of(c)]):  # fmt: skip
        assert [columns(r, *own) for r in rows_of(cloned)] == [columns(r, *own) for r in rows_of(walked)]
    named = set(cloned.copies.values_list("role", "number", "own_reference"))
    abroad = "SENAM-SENAM-2026-000"
    assert named == {("original", cloned.number, ""), ("to", cloned.number, ""), ("cc", f"{abroad}3-E", cloned.number)}
    assert set(cloned.numbers.values_list("text", flat=True)) == {cloned.number, f"{abroad}3-E"}
    count, faults = chain.verify_all()
    assert (count >= 15, faults) == (True, [])
