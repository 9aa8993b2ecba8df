"""Whose work each person sees, what the lists hide, what an export carries (documents §14, §16.2, D-50)."""

import csv
import io
from itertools import product

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.reports.catalogue import REPORTS
from institutions.models import Grant
from quipux.exports import limits
from tests import factories
from tests.backups.pages.reading import Page
from tests.documents.reports.conftest import CANARY, march

pytestmark = pytest.mark.django_db
PERIOD = "desde=2026-03-01&hasta=2026-03-31"


def people(page, caption="Documentos por estado"):
    return {row[0].removesuffix(" (ver la lista)") for row in page.rows(caption)}


# Whose work -------------------------------------------------------------------------------------------


def test_a_servant_sees_oneself_alone_whatever_the_address_asks(read, ana, bruno, institution, letters):
    asked = (
        f"area={institution.areas.get(parent=None).pk}&dependientes=on&usuario=bruno&persona={bruno.appointment.uuid}"
    )
    page = read(ana, "documentos-por-estado", asked)
    assert people(page) == {"Ana Torres"}
    assert not {"area", "usuario"} & set(page.fields())
    assert "Sin datos" in read(ana, "lista-por-estado", f"persona={bruno.appointment.uuid}").text


def test_a_jefe_sees_the_own_area_and_no_other(read, bruno, elsa, ana, letters):
    factories.make_document(elsa, to=[ana], at=march(5))
    page = read(bruno, "documentos-por-estado", f"area={elsa.appointment.area_id}")
    assert people(page) == {"Ana Torres", "Bruno Salas"}
    assert "usuario" in page.fields()
    assert people(read(bruno, "documentos-por-estado", "usuario=torres")) == {"Ana Torres"}


def test_with_the_permission_one_sees_the_institution_an_area_or_an_area_with_those_below(
    read, rosa, elsa, ana, area, institution, letters
):
    factories.make_document(elsa, to=[ana], at=march(5))
    assert people(read(rosa, "documentos-por-estado")) == {"Ana Torres", "Bruno Salas", "Elsa Montero"}
    assert people(read(rosa, "documentos-por-estado", f"area={area.pk}")) == {"Ana Torres", "Bruno Salas"}
    root = institution.areas.get(parent=None)
    assert "Sin datos" in read(rosa, "documentos-por-estado", f"area={root.pk}").text
    whole = read(rosa, "documentos-por-estado", f"area={root.pk}&dependientes=on")
    assert people(whole) == {"Ana Torres", "Bruno Salas", "Elsa Montero"}
    assert people(read(rosa, "documentos-por-estado", "usuario=MONTERO")) == {"Elsa Montero"}


def test_a_permission_for_some_areas_reaches_them_alone(read, rosa, elsa, ana, area, letters):
    factories.make_document(elsa, to=[ana], at=march(5))
    Grant.objects.get(appointment=rosa.appointment).areas.set([area])
    assert people(read(rosa, "documentos-por-estado")) == {"Ana Torres", "Bruno Salas"}


def test_an_area_of_another_institution_is_no_choice(client, rosa, carla, letters):
    answer = client(rosa).get(f"/reportes/documentos-por-estado/?{PERIOD}&area={carla.appointment.area_id}")
    assert answer.status_code == 422
    assert ("Elija un área de la lista.", "#id_area") in Page(answer).errors()


# What the lists hide ----------------------------------------------------------------------------------


def test_d_50_no_report_and_no_export_tells_a_confidential_asunto(
    client, rosa, bruno, ana, diego, letters, monkeypatch
):
    monkeypatch.setattr(limits, "PER_HOUR", 1000)
    for person, slug in product((rosa, bruno, ana, diego), REPORTS):
        mine = client(person)
        assert CANARY not in mine.get(f"/reportes/{slug}/?{PERIOD}").content.decode(), slug
        for kind in ("csv", "xlsx"):
            answer = mine.post(f"/reportes/{slug}/exportar/?{PERIOD}", {"formato": kind})
            assert answer.status_code == 200
            assert CANARY not in words_of(answer, kind), slug


def words_of(answer, kind) -> str:
    content = answer.getvalue()
    if kind == "csv":
        return content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(content)).active
    return " ".join(str(cell.value) for row in book.iter_rows() for cell in row)


def test_a_confidential_document_is_counted_and_only_its_number_is_listed(read, rosa, ana, letters):
    listed = read(rosa, "lista-por-estado", f"persona={ana.appointment.uuid}&estado=in_process")
    [row] = [row for row in listed.rows("Lista de documentos") if row[0] == letters["secret"].number]
    assert row == [letters["secret"].number, "Documento confidencial", "", "", "", "", ""]
    assert listed.text.count("No. de registros encontrados: 3") == 1


def test_reportes_alone_reads_no_asunto_and_opens_no_document(read, rosa, ana, letters):
    listed = read(rosa, "lista-por-estado", f"persona={ana.appointment.uuid}")
    assert {row[1] for row in listed.rows("Lista de documentos")} == {"", "Documento confidencial"}
    assert not [url for url in listed.links().values() if url.startswith("/documentos/")]
    own = read(ana, "lista-por-estado")
    assert "Pregunta" in {row[1] for row in own.rows("Lista de documentos")}
    assert f"/documentos/{factories.copy_of(letters['answered'], ana).uuid}/" in own.links().values()


# Exports ----------------------------------------------------------------------------------------------


def test_an_export_has_every_row_the_picked_columns_and_the_totals(client, rosa, letters):
    address = f"/reportes/documentos-por-estado/exportar/?{PERIOD}&columna=sent&columna=total"
    answer = client(rosa).post(address, {"formato": "csv"})
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert lines == [["Servidor público", "Enviado", "Total"], ["Bruno Salas", "4", "6"], ["Ana Torres", "2", "6"],
                     ["Total", "6", "12"]]  # fmt: skip
    assert "reporte-01-documentos-por-estado_2026-03-31.csv" in answer["Content-Disposition"]


def test_a_formula_in_an_asunto_is_exported_as_a_text(client, ana, bruno):
    factories.make_document(bruno, to=[ana], at=march(2), subject="=cmd|' /C calc'!A0")
    answer = client(ana).post(f"/reportes/lista-por-estado/exportar/?{PERIOD}", {"formato": "csv"})
    [_, row] = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";")
    assert row[1] == "'=cmd|' /C calc'!A0"
    answer = client(ana).post(f"/reportes/lista-por-estado/exportar/?{PERIOD}", {"formato": "xlsx"})
    cell = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active["B2"]
    assert (cell.data_type, cell.value) == ("s", "'=cmd|' /C calc'!A0")


def test_an_export_with_a_fault_is_refused(client, ana):
    mine = client(ana)
    assert mine.post("/reportes/reasignados/exportar/?desde=ayer", {"formato": "csv"}).status_code == 422
    assert mine.post(f"/reportes/reasignados/exportar/?{PERIOD}", {"formato": "exe"}).status_code == 422
    assert mine.get("/reportes/reasignados/exportar/").status_code == 405


# Criteria, columns, queries ---------------------------------------------------------------------------


def test_without_dates_the_current_month_is_reported(client, ana):
    fields = Page(client(ana).get("/reportes/reasignados/")).fields()
    assert (fields["desde"], fields["hasta"]) == ("2026-03-01", "2026-03-31")


@pytest.mark.parametrize(("query", "sentence"), [
    ("desde=2026-03-31&hasta=2026-03-01", "La fecha Desde debe ser menor o igual que la fecha Hasta."),
    ("desde=ayer", "Escriba la fecha Desde como año-mes-día, por ejemplo 2016-01-04"),
    ("desde=1900-01-01&hasta=2026-01-01", "El período es demasiado largo: elija hasta 10 años."),
])  # fmt: skip
def test_a_period_with_a_fault_is_refused_in_words(client, ana, query, sentence):
    answer = client(ana).get(f"/reportes/demora-al-tramitar/?{query}")
    assert answer.status_code == 422
    assert sentence in [text for text, _ in Page(answer).errors()]


def test_the_person_picks_the_columns_and_they_stay_picked(read, rosa, letters):
    page = read(rosa, "documentos-por-estado", "columna=sent&columna=total")
    assert page.columns("Documentos por estado") == ["Servidor público", "Enviado", "Total"]
    forms = [[field.get("value") for field in form.iter("input") if field.get("name") == "columna"]
             for form in page.find("main").iter("form")]  # fmt: skip
    assert forms[0] == ["sent", "total"]


def test_the_queries_of_a_report_do_not_grow_with_its_rows(client, rosa, ana, bruno, carla, area, letters):
    def queries(slug):
        mine = client(rosa)
        with CaptureQueriesContext(connection) as found:
            assert mine.get(f"/reportes/{slug}/?{PERIOD}").status_code == 200
        return len(found)

    before = {slug: queries(slug) for slug in REPORTS}
    for number in range(6):
        person = factories.make_servant(area)
        factories.make_document(person, to=[ana, carla], at=march(13, 8 + number))
        factories.reassign(factories.copy_of(factories.make_document(ana, to=[bruno], at=march(16)), bruno), person)
        factories.make_document(carla, to=[person], at=march(17))
    assert {slug: queries(slug) for slug in REPORTS} == before
    assert max(before.values()) <= 20


def test_the_menu_leads_to_the_reports(client, ana):
    page = Page(client(ana).get("/reportes/"))
    assert page.heading == "Reportes"
    own = [f"/reportes/{r.slug}/" for r in REPORTS.values() if not r.parent]
    assert list(page.links().values()) == [*own, "/reportes/archivos/"]
    menu = next(link for link in page.all("a", href="/reportes/") if link.get("aria-current"))
    assert "Reportes" in "".join(menu.itertext())
