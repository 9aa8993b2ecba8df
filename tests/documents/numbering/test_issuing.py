"""Numbers given, annulled and shared (documents §7.3 to §7.9)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from documents import numbering
from documents.models import InstitutionSettings, IssuedNumber, NumberCounter, NumberFormat
from documents.services import number_and_freeze
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.cast import servant

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)


def number_of(author, to, at=AT, **fields) -> str:
    return factories.make_document(author, to=[to], at=at, **fields).number


def colleague(institution, sigla):
    return servant(factories.make_servant(factories.make_area(institution, sigla=sigla)))


def test_a_sent_document_has_its_number_written_down(ana, bruno):
    document = factories.make_document(ana, to=[bruno], at=AT)
    row = IssuedNumber.objects.get()
    assert (row.text, row.value, row.document, row.institution) == (document.number, 1, document, document.institution)
    assert (row.status, row.issued_at, row.issued_by) == ("used", AT, "Ana Torres")
    assert (row.counter.area, row.counter.year, row.counter.last) == (document.area, 2026, 1)
    assert {copy.number for copy in document.copies.all()} == {document.number}, "documents §7.7"


def test_d_19_each_area_and_type_has_its_own_series(ana, bruno, institution):
    for _ in range(7):
        last = number_of(ana, bruno)
    assert last == "MINEJ-DNP-2026-0007-M"
    assert number_of(ana, bruno, type="oficio") == "MINEJ-DNP-2026-0001-O"
    assert number_of(colleague(institution, "DAF"), bruno) == "MINEJ-DAF-2026-0001-M"


def test_d_19_a_copied_format_takes_the_next_number_and_the_sigla_of_the_other(ana, bruno, area, institution):
    person = colleague(institution, "DAF")
    assert number_of(person, ana) == "MINEJ-DAF-2026-0001-M"
    NumberFormat.objects.create(area=person.appointment.area, type=factories.document_type(), copies_from=area)
    given = [number_of(author, ana if author is not ana else bruno) for author in (ana, person, ana)]
    assert given == [f"MINEJ-DNP-2026-000{value}-M" for value in (1, 2, 3)]
    assert numbering.verify().faults == []


def test_d_21_the_new_year_begins_at_one_by_itself_at_midnight_of_guayaquil(ana, bruno, area):
    kind = factories.document_type()
    NumberCounter.objects.create(area=area, type=kind, year=2026, last=411)
    custom = NumberFormat.objects.create(
        area=area, type=factories.document_type("oficio"), separator="/", year_digits=2
    )
    draft = factories.make_draft(ana, to=[bruno], at=AT)
    eve = datetime(2026, 12, 31, 23, 59, tzinfo=clock.GUAYAQUIL)  # 04:59 of the new year in UTC
    assert number_of(ana, bruno, eve) == "MINEJ-DNP-2026-0412-M"
    assert number_of(ana, bruno, eve, type="oficio") == "MINEJ/DNP/26/0001/O"
    after = eve + timedelta(minutes=2)
    assert number_of(ana, bruno, after) == "MINEJ-DNP-2027-0001-M"
    assert number_of(ana, bruno, after, type="oficio") == "MINEJ/DNP/27/0001/O"
    sent = factories.send(draft, at=after)
    assert sent.number == "MINEJ-DNP-2027-0002-M", "written last year, signed in this one"
    assert sent.temporary_number == "MINEJ-DNP-2026-1-TEMP"
    custom.refresh_from_db()
    assert (custom.separator, custom.year_digits) == ("/", 2)
    assert dict(NumberCounter.objects.filter(type=kind).values_list("year", "last")) == {2026: 412, 2027: 2}


def test_a_refused_act_uses_no_number(ana, bruno):
    document = factories.make_draft(ana, to=[bruno], at=AT)
    with pytest.raises(Forbidden):
        number_and_freeze(factories.original_of(document), actor=bruno.actor)
    assert number_of(ana, bruno) == "MINEJ-DNP-2026-0001-M"


def test_a_document_gets_one_number_of_each_institution(ana, bruno, area):
    document = factories.make_document(ana, to=[bruno], at=AT)
    with pytest.raises(IntegrityError, match="once_per_institution"), transaction.atomic():
        numbering.issue(document, area=area, type=document.type, actor=ana.actor)
    assert numbering.verify().faults == []


def test_the_letters_of_citizens_have_a_series_of_their_own(ana, bruno):
    documents = [factories.make_document(ana, to=[bruno], at=AT) for _ in range(2)]
    kind = factories.document_type("oficio")
    given = [numbering.issue(d, area=None, type=kind, actor=SYSTEM, at=AT) for d in documents]
    assert given == ["CIU-2026-000001", "CIU-2026-000002"]
    with pytest.raises(IntegrityError), transaction.atomic():
        numbering.issue(documents[0], area=None, type=kind, actor=SYSTEM, at=AT)
    assert numbering.verify().faults == []


# Between institutions --------------------------------------------------------------------------------


def test_the_reception_area_that_an_institution_chose_numbers_what_arrives(ana, bruno, other_institution):
    factories.external_type()
    window = factories.make_area(other_institution, "Ventanilla", sigla="VEN")
    InstitutionSettings.objects.create(institution=other_institution, reception_area=window)
    with clock.frozen_at(AT):
        given = numbering.receiving_number(other_institution, factories.make_document(ana, to=[bruno]))
    assert given == "SENAM-VEN-2026-0001-E"


def test_all_recipients_of_an_institution_share_its_number(ana, bruno, other_institution):
    factories.external_type()
    first, second = (factories.make_document(ana, to=[bruno], at=AT) for _ in range(2))
    with clock.frozen_at(AT):
        given = [numbering.receiving_number(other_institution, d) for d in (first, first, second)]
    assert given == ["SENAM-SENAM-2026-0001-E", "SENAM-SENAM-2026-0001-E", "SENAM-SENAM-2026-0002-E"]
    assert first.number == "MINEJ-DNP-2026-0001-M"


def test_inside_the_authors_institution_there_is_no_other_number(ana, bruno, institution):
    factories.external_type()
    document = factories.make_document(ana, to=[bruno], at=AT)
    assert numbering.receiving_number(institution, document) == document.number
    assert IssuedNumber.objects.count() == 1


def test_several_institutions_are_numbered_at_once(ana, bruno, institution):
    factories.external_type()
    document = factories.make_document(ana, to=[bruno], at=AT)
    others = [factories.make_institution(sigla=sigla) for sigla in ("ZETA", "ALFA")]
    with clock.frozen_at(AT):
        given = numbering.receiving_numbers([*others, institution], document)
        assert numbering.receiving_numbers(others, document) == given
    assert [given[o.pk] for o in others] == ["ZETA-ZETA-2026-0001-E", "ALFA-ALFA-2026-0001-E"]
    assert given[institution.pk] == document.number


# Annulled ---------------------------------------------------------------------------------------------


def test_an_annulled_number_keeps_its_reason_and_is_never_given_again(ana, bruno):
    document = factories.make_document(ana, to=[bruno], at=AT)
    numbering.annul(document, "  Se escribió por error ", bruno.actor)
    row = IssuedNumber.objects.get()
    assert (row.status, row.reason, row.annulled_by) == ("annulled", "Se escribió por error", "Bruno Salas")
    numbering.annul(document, "Otra vez", ana.actor)
    row.refresh_from_db()
    assert row.reason == "Se escribió por error", "already done is no error and changes nothing"
    assert number_of(ana, bruno) == "MINEJ-DNP-2026-0002-M"
    numbering.restore(document)
    row.refresh_from_db()
    assert (row.status, row.reason, row.annulled_by) == ("used", "", "")


def test_annulling_needs_a_reason_and_a_number(ana, bruno):
    draft = factories.make_draft(ana, to=[bruno], at=AT)
    with pytest.raises(Invalid, match="Escriba el motivo"):
        numbering.annul(draft, " ", ana.actor)
    with pytest.raises(NotAllowedNow, match="no tiene número"):
        numbering.annul(draft, "Error", ana.actor)


def test_annulling_touches_no_number_of_another_institution(ana, bruno, other_institution):
    factories.external_type()
    document = factories.make_document(ana, to=[bruno], at=AT)
    numbering.receiving_number(other_institution, document)
    numbering.annul(document, "Error", ana.actor)
    assert dict(IssuedNumber.objects.values_list("institution__sigla", "status")) == {
        "MINEJ": "annulled",
        "SENAM": "used",
    }


# Past every rule of Python -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ("institution_id, counter_id, value + 1, text, %(other)s", "issued_number_text_unique"),
        ("institution_id, counter_id, value, text || 'X', %(other)s", "issued_number_value_unique"),
        ("institution_id, counter_id, value + 1, text || 'X', document_id", "issued_number_once_per_institution"),
        ("institution_id, counter_id, 0, text || 'X', %(other)s", "issued_number_from_one"),
    ],
)
def test_d_17_the_database_refuses_a_duplicate_written_by_hand(ana, bruno, columns, constraint):
    factories.make_document(ana, to=[bruno], at=AT)
    other = factories.make_draft(ana, to=[bruno], at=AT)
    insert = ("INSERT INTO documents_issuednumber (institution_id, counter_id, value, text, document_id, status, reason,"
              f" annulled_by, issued_at, issued_by) SELECT {columns}, 'used', '', '', now(), 'x' FROM documents_issuednumber")  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, {"other": other.pk})


@pytest.mark.django_db
def test_the_citizens_series_admits_no_duplicate_either(ana, bruno):
    document, other = (factories.make_document(ana, to=[bruno], at=AT) for _ in range(2))
    numbering.issue(document, area=None, type=document.type, actor=SYSTEM, at=AT)
    with pytest.raises(IntegrityError, match="issued_number_text_unique"), transaction.atomic(), connection.cursor() as cursor:  # fmt: skip
        cursor.execute(
            "INSERT INTO documents_issuednumber (counter_id, value, text, document_id, status, reason, annulled_by,"
            " issued_at, issued_by) SELECT counter_id, value + 1, text, %s, 'used', '', '', now(), 'x'"
            " FROM documents_issuednumber WHERE institution_id IS NULL", [other.pk])  # fmt: skip


@pytest.mark.parametrize("words", ["DELETE FROM documents_issuednumber", "UPDATE documents_issuednumber SET value = 2"])
def test_the_database_keeps_every_number_as_it_was_given(ana, bruno, words):
    factories.make_document(ana, to=[bruno], at=AT)
    with pytest.raises(Exception, match="annot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)
    assert IssuedNumber.objects.get().value == 1
