"""Formats and sequences as the AIQ changes them (documents §7.2; institutions §7)."""

from datetime import datetime

import pytest

from documents import numbering
from documents.models import InstitutionType, IssuedNumber, NumberCounter, NumberFormat, NumberSkip
from documents.numbering.configuring import LARGEST
from documents.states import NumberToken
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from tests import factories

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)
WITHOUT_AREA = [NumberToken.INSTITUTION, NumberToken.YEAR, NumberToken.SEQUENCE, NumberToken.TYPE]


@pytest.fixture(autouse=True)
def _in_may():
    with clock.frozen_at(AT):
        yield


@pytest.fixture
def daf(institution):
    return factories.make_area(institution, "Dirección Administrativa", sigla="DAF")


def save(area, *, by=SYSTEM, type="memorando", reason="Reglamento interno", **fields):
    wanted = NumberFormat(area=area, type=factories.document_type(type), **fields)
    return numbering.save_format(wanted, reason=reason, actor=by)


def raise_to(area, value, *, by=SYSTEM, reason="Se continúa la numeración del sistema anterior"):
    return numbering.raise_sequence(area, factories.document_type(), value, reason=reason, actor=by)


def test_a_saved_format_writes_the_numbers_to_come_and_no_other(ana, bruno, diego, area):
    first = factories.make_document(ana, to=[bruno])
    row = save(area, by=diego.actor, separator="/", sequence_digits=6)
    assert factories.make_document(ana, to=[bruno]).number == "MINEJ/DNP/2026/000002/M"
    first.refresh_from_db()
    assert first.number == "MINEJ-DNP-2026-0001-M"
    assert save(area, separator="_").pk == row.pk, "a pair has one row"
    saved = Entry.objects.of(row)
    assert [entry.comment for entry in saved] == ["Reglamento interno"] * 2
    assert (saved.last().actor_name, saved.last().label) == ("Diego Ponce", "Formato de numeración guardado")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tokens": [NumberToken.AREA, NumberToken.SEQUENCE]}, "El formato debe incluir Año y Secuencial."),
        ({"tokens": [NumberToken.AREA, NumberToken.YEAR]}, "El formato debe incluir Año y Secuencial."),
        ({"tokens": [*WITHOUT_AREA, NumberToken.YEAR]}, "una sola vez"),
        ({"tokens": [*WITHOUT_AREA, "moon"]}, "una sola vez"),
        ({"separator": "*"}, "separador"),
        ({"year_digits": 3}, "2 o 4 dígitos"),
        ({"sequence_digits": 0}, "1 a 9 dígitos"),
        ({"sequence_digits": 10}, "1 a 9 dígitos"),
        ({"abbreviation": "m"}, "letras mayúsculas"),
        ({"abbreviation": "ABCDEFGHIJK"}, "hasta 10"),
        ({"reason": " "}, "motivo"),
    ],
)
def test_a_format_that_cannot_be_is_refused_with_its_reason(area, fields, message):
    with pytest.raises(Invalid, match=message):
        save(area, **fields)
    assert not NumberFormat.objects.exists()


def test_only_who_administers_the_area_changes_its_numbers(ana, carla, diego, sofia, area):
    for stranger in (ana, carla, sofia):
        with pytest.raises(Forbidden):
            save(area, by=stranger.actor)
        with pytest.raises(Forbidden):
            raise_to(area, 5, by=stranger.actor)
    grant = diego.appointment.grants.get(permission="administer")
    grant.areas.set([diego.appointment.area])
    with pytest.raises(Forbidden):
        save(area, by=factories.actor_of(diego))
    assert save(diego.appointment.area, by=factories.actor_of(diego)).pk
    assert not NumberCounter.objects.exists()


# Copies -----------------------------------------------------------------------------------------------


def test_a_copy_of_a_copy_is_refused_from_both_ends(area, daf, institution):
    third = factories.make_area(institution, "Dirección Jurídica", sigla="DJ")
    save(daf, copies_from=area)
    with pytest.raises(Invalid, match="El área elegida copia a su vez otro formato"):
        save(third, copies_from=daf)
    with pytest.raises(Invalid, match="El área Dirección Administrativa copia este formato"):
        save(area, copies_from=third)


def test_an_area_copies_neither_itself_nor_another_institution(area, other_institution):
    for source in (area, other_institution.areas.get()):
        with pytest.raises(Invalid, match="otra área de la misma institución"):
            save(area, copies_from=source)


# Collisions -------------------------------------------------------------------------------------------


def test_d_20_a_format_without_area_is_refused_for_a_second_area(area, daf):
    save(area, tokens=WITHOUT_AREA)
    with pytest.raises(Invalid) as refused:
        save(daf, tokens=WITHOUT_AREA)
    words = "Este formato produciría los mismos números que Dirección Nacional de Provisión – Memorando."
    assert (refused.value.message, refused.value.fields) == (words, {"tokens": words})
    assert save(daf, tokens=WITHOUT_AREA, type="oficio").pk, "another abbreviation never prints the same"


def test_areas_that_share_a_counter_may_share_a_format(area, daf):
    save(area, tokens=WITHOUT_AREA)
    assert save(daf, copies_from=area).pk


def test_a_format_is_judged_against_pairs_that_have_none(area):
    factories.document_type("oficio")
    with pytest.raises(Invalid, match="Dirección Nacional de Provisión – Oficio"):
        save(area, abbreviation="O")


def test_a_sequence_that_outgrows_its_digits_is_thought_of(area, daf):
    save(area, tokens=WITHOUT_AREA, sequence_digits=4)
    with pytest.raises(Invalid, match="los mismos números"):
        save(daf, tokens=WITHOUT_AREA, sequence_digits=9)


def test_year_and_sequence_in_another_order_meet_in_some_year(area, daf):
    save(area, tokens=WITHOUT_AREA)
    swapped = [NumberToken.INSTITUTION, NumberToken.SEQUENCE, NumberToken.YEAR, NumberToken.TYPE]
    with pytest.raises(Invalid, match="los mismos números"):
        save(daf, tokens=swapped)


def test_the_abbreviation_of_the_institution_counts(area, daf, institution):
    save(area, tokens=WITHOUT_AREA)
    InstitutionType.objects.create(institution=institution, type=factories.document_type("oficio"), abbreviation="M")
    with pytest.raises(Invalid, match="Provisión – Memorando"):
        save(daf, tokens=WITHOUT_AREA, type="oficio")
    assert numbering.format_of(daf, factories.document_type("oficio")).text(2026, 1) == "MINEJ-DAF-2026-0001-M"


def test_another_institution_never_collides(area, other_institution):
    save(area, tokens=[NumberToken.YEAR, NumberToken.SEQUENCE])
    assert save(other_institution.areas.get(), tokens=[NumberToken.YEAR, NumberToken.SEQUENCE]).pk


def test_numbers_already_used_are_not_given_again(ana, bruno, area, daf):
    save(area, tokens=WITHOUT_AREA)
    for _ in range(3):
        factories.make_document(ana, to=[bruno])
    save(area)  # DNP numbers with its sigla again, so that no live format stands in the way
    with pytest.raises(Invalid, match="números ya usados, por ejemplo MINEJ-2026-0001-M"):
        save(daf, tokens=WITHOUT_AREA)
    assert save(area, tokens=WITHOUT_AREA).pk, "its own counter is past them"
    assert factories.make_document(ana, to=[bruno]).number == "MINEJ-2026-0004-M"


# Secuencia Actual -------------------------------------------------------------------------------------


def test_d_20_a_raised_sequence_is_explained_in_the_book_and_never_lowered(ana, bruno, diego, area, institution):
    factories.make_document(ana, to=[bruno])
    raise_to(area, 100, by=diego.actor)
    for lower in (100, 99, 0, -1):
        with pytest.raises(Invalid, match="La secuencia sólo puede aumentar"):
            raise_to(area, lower)
    with pytest.raises(Invalid, match="motivo"):
        raise_to(area, 200, reason="")
    assert factories.make_document(ana, to=[bruno]).number == "MINEJ-DNP-2026-0101-M"
    lines = [(line["start"], line["end"], line["standing"], line["why"], line["who"])
             for line in numbering.book(institution)]  # fmt: skip
    reason = "Se continúa la numeración del sistema anterior"
    assert lines == [(1, 1, "used", "", "Ana Torres"), (2, 100, "skipped", reason, "Diego Ponce"),
                     (101, 101, "used", "", "Ana Torres")]  # fmt: skip
    assert numbering.verify().faults == []


def test_a_sequence_may_begin_above_one_and_fits_its_counter(area, ana, bruno):
    with pytest.raises(Invalid, match="no puede pasar"):
        raise_to(area, LARGEST + 1)
    raise_to(area, 411)
    assert factories.make_document(ana, to=[bruno]).number == "MINEJ-DNP-2026-0412-M"
    assert NumberSkip.objects.get().first == 1


def test_a_pair_that_copies_raises_the_counter_it_uses(area, daf, ana, bruno):
    save(daf, copies_from=area)
    raise_to(daf, 9)
    assert factories.make_document(ana, to=[bruno]).number == "MINEJ-DNP-2026-0010-M"
    assert IssuedNumber.objects.get().counter.area == area
