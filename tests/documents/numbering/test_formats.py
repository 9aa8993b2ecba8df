"""How a number is written (documents §7.1, §7.2, §7.10)."""

from datetime import datetime

import pytest

from documents import numbering
from documents.models import NumberFormat
from documents.states import NumberToken
from quipux import clock
from tests import factories

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)


def written(area, year=2026, value=123, type="memorando", **fields):
    kind = factories.document_type(type)
    if fields:
        NumberFormat.objects.create(area=area, type=kind, **fields)
    return numbering.format_of(area, kind).text(year, value)


def test_without_a_row_a_number_is_institution_area_year_sequence_type(area):
    assert written(area) == "MINEJ-DNP-2026-0123-M"


def test_a_sequence_grows_past_its_digits(area):
    assert written(area, value=10_000) == "MINEJ-DNP-2026-10000-M"
    assert written(area, value=7, type="oficio", sequence_digits=1) == "MINEJ-DNP-2026-7-O"


def test_a_row_says_order_separator_abbreviation_and_digits(area):
    tokens = [NumberToken.TYPE, NumberToken.SEQUENCE, NumberToken.YEAR, NumberToken.AREA]
    fields = {"tokens": tokens, "separator": "/", "abbreviation": "MEM", "year_digits": 2, "sequence_digits": 6}
    assert written(area, **fields) == "MEM/000123/26/DNP"


def test_everything_is_in_capital_letters(institution):
    assert written(factories.make_area(institution, sigla="ÑandÚ")) == "MINEJ-ÑANDÚ-2026-0123-M"


def test_a_type_without_abbreviation_leaves_no_separator_behind(area):
    kind = factories.document_type()
    kind.abbreviation = ""
    assert numbering.format_of(area, kind).text(2026, 1) == "MINEJ-DNP-2026-0001"


def test_a_copied_format_brings_its_sigla_and_its_counter(area, institution):
    copier = factories.make_area(institution, sigla="DAF")
    kind = factories.document_type()
    NumberFormat.objects.create(area=area, type=kind, separator=".")
    assert written(copier, copies_from=area) == "MINEJ.DNP.2026.0123.M"
    assert numbering.format_of(copier, kind).series == (area.pk, kind.pk)


@pytest.mark.django_db
def test_every_number_of_a_training_tenant_begins_with_cap():
    area = factories.make_institution("Ministerio de Práctica", sigla="MP", training=True).areas.get()
    assert written(area) == "CAP-MP-MP-2026-0123-M"
    assert numbering.next_temporary(area, 2026) == "CAP-MP-MP-2026-1-TEMP"


@pytest.mark.django_db
def test_the_series_of_the_citizens_has_no_area():
    kind = factories.document_type()
    assert numbering.format_of(None, kind).text(2026, 123) == "CIU-2026-000123"
    assert [numbering.next_temporary(None, 2026) for _ in range(2)] == ["CIU-2026-1-TEMP", "CIU-2026-2-TEMP"]


def test_a_temporary_number_counts_per_area_and_year_without_padding(area, institution):
    other = factories.make_area(institution, sigla="DAF")
    given = [numbering.next_temporary(*wanted) for wanted in ((area, 2026), (area, 2026), (other, 2026), (area, 2027))]
    assert given == ["MINEJ-DNP-2026-1-TEMP", "MINEJ-DNP-2026-2-TEMP", "MINEJ-DAF-2026-1-TEMP", "MINEJ-DNP-2027-1-TEMP"]


def test_the_preview_is_the_next_number_and_gives_none(area, ana, bruno):
    factories.make_document(ana, to=[bruno], at=AT)
    row = NumberFormat(area=area, type=factories.document_type(), separator="/")
    with clock.frozen_at(AT):
        assert [numbering.preview(row) for _ in range(2)] == ["MINEJ/DNP/2026/0002/M"] * 2
    assert not NumberFormat.objects.exists()
    assert factories.make_document(ana, to=[bruno], at=AT).number == "MINEJ-DNP-2026-0002-M"
