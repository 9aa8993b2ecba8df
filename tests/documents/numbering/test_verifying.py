"""The proof that no number is missing, and the Libro de numeración (documents §7.6)."""

import io
import json
import logging
from datetime import datetime

import pgtrigger
import pytest
from django.core.management import call_command

from documents import numbering, tasks
from documents.models import IssuedNumber, NumberCounter, NumberSkip
from documents.numbering.book import counters_of
from quipux import clock
from quipux.runs.models import JobRun
from tests import factories

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)


@pytest.fixture
def counter(ana, bruno) -> NumberCounter:
    """One with five numbers."""
    factories.make_documents(5, ana, to=[bruno], at=AT)
    return NumberCounter.objects.get()


def lose(*values):
    with pgtrigger.ignore():
        IssuedNumber.objects.filter(value__in=values).delete()


def skip(counter, first, last):
    NumberSkip.objects.create(counter=counter, first=first, last=last, reason="Motivo", actor="Diego Ponce", at=AT)


def test_d_18_sound_counters_have_no_gap(counter):
    found = numbering.verify()
    assert (found.counters, found.numbers, found.skipped, found.faults) == (1, 5, 0, [])


def test_a_missing_value_is_named(counter):
    lose(3)
    assert numbering.verify().faults == ["MINEJ DNP – Memorando 2026: sin explicación el valor 3."]


def test_missing_values_at_the_beginning_inside_and_at_the_end_are_named(counter):
    lose(1, 3, 4)
    NumberCounter.objects.update(last=7)
    assert [fault.partition("explicación ")[2] for fault in numbering.verify().faults] == [
        "el valor 1.", "los valores 3 a 4.", "los valores 6 a 7."]  # fmt: skip


def test_an_explained_skip_is_no_gap(counter):
    lose(2, 3)
    skip(counter, 2, 3)
    assert (numbering.verify().faults, numbering.verify().skipped) == ([], 2)


@pytest.mark.parametrize(("first", "last"), [(5, 5), (1, 2), (2, 9)])
def test_a_value_that_was_given_and_skipped_is_a_fault(counter, first, last):
    skip(counter, first, last)
    assert "consta dos veces" in numbering.verify().faults[0]


def test_a_counter_behind_its_numbers_is_a_fault(counter):
    NumberCounter.objects.update(last=4)
    assert numbering.verify().faults == [
        "MINEJ DNP – Memorando 2026: el valor 5 consta dos veces o pasa de la secuencia."
    ]


def test_a_counter_without_any_number_is_a_fault(area):
    NumberCounter.objects.create(area=area, type=factories.document_type(), year=2026, last=2)
    assert numbering.verify().faults == ["MINEJ DNP – Memorando 2026: sin explicación los valores 1 a 2."]


def test_the_command_ends_with_one_and_names_the_first_fault(counter):
    lose(2, 4)
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_numbering", stdout=said)
    assert ended.value.code == 1
    assert said.getvalue().splitlines() == [
        "MINEJ DNP – Memorando 2026: sin explicación el valor 2.",
        "Secuencias: 1. Números: 3. Valores saltados con motivo: 0. Huecos: 2.",
    ]


def test_the_command_answers_in_json(counter):
    said = io.StringIO()
    call_command("verify_numbering", json=True, stdout=said)
    assert json.loads(said.getvalue()) == {"counters": 1, "numbers": 5, "skipped": 0, "gaps": 0, "faults": []}


def test_a_dry_run_leaves_no_trace(counter):
    call_command("verify_numbering", dry_run=True, stdout=io.StringIO())
    assert not JobRun.objects.exists()


def test_the_nightly_bell_leaves_its_result_and_logs_each_gap_without_names(counter, caplog):
    lose(2)
    with caplog.at_level(logging.ERROR, "documents.numbering"):
        tasks.verify_numbering()
    assert JobRun.objects.get(name="verify_numbering").result == {"counters": 1, "numbers": 4, "skipped": 0, "gaps": 1}
    [record] = caplog.records
    assert (record.message, record.counter, record.before, record.after) == ("numbering_gap", counter.pk, 1, 3)


# Libro de numeración ----------------------------------------------------------------------------------


def test_the_book_lists_every_value_of_one_counter_with_its_document(counter, ana, bruno, institution):
    annulled = factories.make_document(ana, to=[bruno], at=AT)
    numbering.annul(annulled, "Se escribió por error", bruno.actor)
    factories.make_document(ana, to=[bruno], at=AT, type="oficio")
    lines = list(numbering.book(institution, counter))
    assert [line["start"] for line in lines] == [1, 2, 3, 4, 5, 6]
    last = lines[-1]
    assert (last["number"], last["document_pk"]) == ("MINEJ-DNP-2026-0006-M", annulled.pk)
    assert (last["standing"], last["why"]) == ("annulled", "Se escribió por error")
    assert {line["standing"] for line in lines[:-1]} == {"used"}
    assert numbering.book(institution).count() == 7


def test_the_book_of_an_institution_holds_nothing_of_another(counter, other_institution, institution):
    assert list(numbering.book(other_institution)) == []
    assert list(numbering.book(other_institution, counter)) == []
    assert list(counters_of(institution)) == [counter]
    assert list(counters_of(other_institution)) == []


def test_the_book_is_one_query_however_long(counter, institution, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(numbering.book(institution)[:3]) == 3
