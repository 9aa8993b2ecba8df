"""Numbers given before they had rows are written down by the migration (documents §2.1, IssuedNumber)."""

from datetime import datetime
from importlib import import_module

import pgtrigger
from django.db import connection

from documents import numbering
from documents.models import IssuedNumber
from quipux import clock
from tests import factories

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)
KEPT = ("institution", "counter", "value", "text", "document", "status", "issued_at", "issued_by")


def write_again():
    [step] = import_module("documents.migrations.0006_numbers_already_given").Migration.operations
    with connection.cursor() as cursor:
        cursor.execute(step.sql)


def rows() -> list[tuple]:
    return sorted(IssuedNumber.objects.values_list(*KEPT))


def test_the_rows_it_writes_are_those_that_numbering_writes(ana, bruno, institution):
    outsider = factories.make_servant(factories.make_area(institution, sigla="DNP-2"), "Eva Ruiz")
    factories.make_documents(3, ana, to=[bruno], at=AT)
    factories.make_document(outsider, to=[bruno], at=AT.replace(year=2025), type="oficio")
    factories.make_draft(ana, to=[bruno], at=AT)
    before = rows()
    with pgtrigger.ignore():
        IssuedNumber.objects.all().delete()
    write_again()
    assert rows() == before
    assert len(before) == 4
    assert numbering.verify().faults == []


def test_done_again_it_changes_nothing(ana, bruno):
    factories.make_document(ana, to=[bruno], at=AT)
    before = rows()
    write_again()
    assert rows() == before
