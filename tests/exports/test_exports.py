"""Lists as files: opened by foreign readers, and harmless there (documents §5.3, safety S-24)."""

import csv
import io
import logging
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pikepdf
import pytest
from django.test import RequestFactory

from quipux import clock, exports
from quipux.errors import Invalid, TooMany
from quipux.web.components import Column, Link, Tag

COLUMNS = [Column("Asunto"), Column("Días", "Días laborables", numeric=True), Column("Fecha")]
NOON = datetime(2026, 5, 22, 12, 30, 15, tzinfo=clock.GUAYAQUIL)
HOSTILE = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1"]


@pytest.fixture(autouse=True)
def _noon():
    with clock.frozen_at(NOON):
        yield


def written(kind, rows, **more):
    output = io.BytesIO()
    exports.write(exports.Sheet("Lista de prueba", COLUMNS, rows, **more), kind, output)
    return output.getvalue()


def lines_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def book_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("text", HOSTILE)
def test_s_24_a_text_that_a_spreadsheet_would_run_is_prefixed_and_stays_a_text(text):
    csv_rows = lines_of(written("csv", [[text, 1, None]]))
    assert csv_rows[1][0] == f"'{text}"
    cell = book_of(written("xlsx", [[text, 1, None]]))["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == f"'{text}"


def test_the_headings_are_as_safe_as_the_cells():
    output = io.BytesIO()
    exports.write_csv(exports.Sheet("x", [Column("=1+1")], []), output)
    assert lines_of(output.getvalue()) == [["'=1+1"]]


def test_csv_opens_in_a_spanish_spreadsheet():
    content = written(
        "csv", [['Año; «cita» "doble"\nen dos líneas', Decimal("3.5"), date(2026, 5, 22)], ["", -4, NOON]]
    )
    assert content.startswith(b"\xef\xbb\xbfAsunto;D")
    assert b"\r\n" in content
    assert lines_of(content)[1:] == [["Año; «cita» \"doble\"\nen dos líneas", "3,5", "2026-05-22"],
                                     ["", "-4", "2026-05-22 12:30:15"]]  # fmt: skip


def test_xlsx_keeps_numbers_days_and_instants_as_what_they_are():
    page = book_of(written("xlsx", [["Informe", -3, date(2026, 5, 22)], ["0123", Decimal("2.5"), NOON]]))
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["Asunto", "Días laborables", "Fecha"],
        ["Informe", -3, datetime(2026, 5, 22)],
        ["0123", 2.5, datetime(2026, 5, 22, 12, 30, 15)],
    ]


def test_what_a_page_draws_as_links_and_tags_is_exported_as_its_words():
    [_, row] = lines_of(written("csv", [[Link("MINEJ-2026-1-M", "/documentos/1/"), 1, Tag("Vencido", "red")]]))
    assert row == ["MINEJ-2026-1-M", "1", "Vencido"]


def test_the_pdf_is_tagged_and_its_table_repeats_its_heads():
    content = written("pdf", ([f"Informe {n} =1+1", n, None] for n in range(80)), notes=["Del 2026-05-01 al 2026-05-22"],
                      institution="Ministerio de Ejemplo")  # fmt: skip
    with pikepdf.open(io.BytesIO(content)) as found:
        assert found.Root.MarkInfo.Marked
        assert str(found.Root.Lang) == "es-EC"
        pages = len(found.pages)
        assert pages > 1
        assert b"pdfuaid:part>1" in found.Root.Metadata.read_bytes()
    roles = _roles(content)
    assert roles.count("/TH") == pages * len(COLUMNS)
    assert roles.count("/TD") == 80 * len(COLUMNS)


def _roles(content):
    """The structure's roles, in reading order."""
    found, waiting = [], []
    with pikepdf.open(io.BytesIO(content)) as document:
        waiting = [document.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting.extend(reversed(list(node)))
            elif isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    found.append(str(node.S))
                if "/K" in node:
                    waiting.append(node.K)
    return found


# The answer -------------------------------------------------------------------------------------------


def ask(person, rows, *, kind="csv", total=None, name="Reporte 02: demora"):
    request = RequestFactory().get("/")
    request.user, request.actor = person.user, person.actor
    sheet = exports.Sheet("Demora", COLUMNS, rows)
    answer = exports.export_response(request, sheet, kind=kind, total=len(rows) if total is None else total, name=name)
    with answer.file_to_stream:
        return answer, answer.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", exports.Kind.values)
def test_the_answer_is_an_attachment_with_a_safe_name_that_nobody_keeps(kind, ana):
    answer, content = ask(ana, [["Informe", 1, None]], kind=kind)
    assert answer["Content-Disposition"] == f'attachment; filename="reporte-02-demora_2026-05-22.{kind}"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert int(answer["Content-Length"]) == len(content) > 10


@pytest.mark.django_db
def test_every_export_leaves_a_line_in_the_security_log_without_what_it_lists(ana, caplog):
    with caplog.at_level(logging.INFO, "quipux.security"):
        ask(ana, [["Canario secreto", 1, None]], kind="xlsx")
    [record] = [r for r in caplog.records if r.getMessage() == "export"]
    assert (record.user, record.list, record.kind, record.rows) == (ana.user.pk, "Reporte 02: demora", "xlsx", 1)
    assert "Canario" not in str(vars(record))


@pytest.mark.django_db
def test_more_rows_than_allowed_are_refused_with_the_count(ana, settings):
    assert settings.QUIPUX_EXPORT_MAX_ROWS == 10_000
    with pytest.raises(Invalid) as refused:
        ask(ana, [], total=10_001)
    assert refused.value.message.replace("\u00a0", " ") == (
        "La lista tiene 10 001 filas y una exportación admite hasta 10 000. Acorte el período o use más filtros.")  # fmt: skip
    assert ask(ana, [], total=10_000)[0].status_code == 200


@pytest.mark.django_db
def test_the_eleventh_export_of_an_hour_waits(ana, bruno):
    for _ in range(10):
        ask(ana, [])
    with pytest.raises(TooMany, match="desde las 13:00"):
        ask(ana, [])
    assert ask(bruno, [])[0].status_code == 200


@pytest.mark.django_db
def test_a_pdf_too_long_to_be_waited_for_is_refused_at_once(ana):
    with pytest.raises(Invalid, match="un PDF admite hasta 500"):
        ask(ana, [], kind="pdf", total=501)


def test_a_pdf_nobody_waits_for_is_the_same_pdf():
    def made(patient):
        output = io.BytesIO()
        exports.write(exports.Sheet("Lista", COLUMNS, [["Informe", 1, None]]), "pdf", output, patient=patient)
        return output.getvalue()

    assert made(patient=True) == made(patient=False)
