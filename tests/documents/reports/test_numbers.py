"""The numbers of each report against a month counted by hand (documents §14)."""

from datetime import date

import pytest

from documents.models import NumberCounter, NumberSkip, Task
from documents.reports.outside import class_of
from documents.reports.working_days import DayCounter, delay_of
from quipux import clock
from quipux.calendar import WorkingCalendar
from tests import factories
from tests.documents.reports.conftest import incoming, march

pytestmark = pytest.mark.django_db


def table(page, caption):
    """Rows of a report as dictionaries by heading."""
    columns = page.columns(caption)
    return [dict(zip(columns, row, strict=True)) for row in page.rows(caption)]


def of(rows, name):
    return next(row for row in rows if row["Servidor público"].startswith(name))


def test_01_counts_each_persons_documents_by_state(read, rosa, letters):
    rows = table(read(rosa, "documentos-por-estado"), "Documentos por estado")
    ana, bruno = of(rows, "Ana Torres"), of(rows, "Bruno Salas")
    assert {name: ana[name] for name in ("En Trámite", "Enviado", "Archivado", "Total")} == {
        "En Trámite": "3", "Enviado": "2", "Archivado": "1", "Total": "6"}  # fmt: skip
    assert {name: bruno[name] for name in ("En Trámite", "Enviado", "Archivado", "Total")} == {
        "En Trámite": "2", "Enviado": "4", "Archivado": "0", "Total": "6"}  # fmt: skip
    assert not any(row["Servidor público"].startswith("Carla") for row in rows)


def test_01_1_lists_what_a_row_of_01_counted(read, rosa, bruno, ana, letters):
    page = read(bruno, "documentos-por-estado", "tipo=memorando")
    address = page.links()["Ana Torres (ver la lista)"]
    assert address.startswith("/reportes/lista-por-estado/?")
    assert f"persona={ana.appointment.uuid}" in address
    assert "tipo=memorando" in address
    listed = read(bruno, "lista-por-estado", f"persona={ana.appointment.uuid}&estado=in_process")
    assert [row["Asunto"] for row in table(listed, "Lista de documentos por estado")] == [
        "Pedido de otra institución", "Documento confidencial", "Pregunta"]  # fmt: skip


def test_02_measures_working_days_from_arrival_to_reassigning_answering_or_filing(read, rosa, letters):
    page = read(rosa, "demora-al-tramitar")
    rows = table(page, "Demora al tramitar")
    assert list(of(rows, "Ana Torres").values())[2:] == ["5", "3", "2", "2", "2,3", "4"]
    assert list(of(rows, "Bruno Salas").values())[2:] == ["2", "0", "2", "", "", ""]
    assert page.pairs()["Tramitados"] == "3"
    assert page.pairs()["Mediana de días laborables"] == "2"


def test_02_a_draft_passed_on_is_no_arrival(read, ana, bruno):
    draft = factories.make_draft(ana, to=[bruno], at=march(2))
    factories.reassign(factories.original_of(draft), bruno, at=march(3))
    assert "Sin datos en este período." in read(bruno, "demora-al-tramitar").text


def test_03_measures_paper_to_registration_and_registration_to_sending(read, rosa, elsa, ana):
    incoming(elsa, ana, paper=march(2), registered=march(4))
    incoming(elsa, ana, paper=march(2), registered=march(9), sent=march(11))
    [row] = table(read(rosa, "demora-en-registrar-externos"), "Demora en registrar externos")
    assert list(row.values())[2:] == ["2", "3,5", "5", "1", "2"]


def test_04_measures_the_draft_until_it_is_signed(read, rosa, ana, bruno):
    for written, signed in ((2, 3), (6, 9), (9, 13)):
        draft = factories.make_draft(ana, to=[bruno], at=march(written))
        factories.send(draft, at=march(signed))
    factories.make_draft(ana, to=[bruno], at=march(10))
    [row] = table(read(rosa, "demora-al-crear"), "Demora al crear nuevos")
    assert list(row.values())[2:] == ["3", "1", "2", "4"]


def test_05_counts_answers_to_what_was_registered_and_marks_what_has_none(read, rosa, elsa, ana, bruno):
    first = incoming(elsa, ana, paper=march(2), registered=march(3))
    incoming(elsa, ana, paper=march(2), registered=march(4))
    factories.make_document(ana, to=[bruno], at=march(10), answer_to=factories.copy_of(first, ana))
    page = read(rosa, "demora-en-responder")
    rows = table(page, "Demora en responder registrados")
    assert [(row["Respuesta"], row["Días"]) for row in rows] == [
        ("Sin respuesta", "19"),
        ("2026-03-10 10:00:00 (GMT-5)", "5"),
    ]
    assert page.pairs()["Respuesta"] == "1 de 2"
    drawn = dict(page.rows("Documentos registrados por días"))
    assert {name: number for name, number in drawn.items() if number != "0"} == {"3-5": "1", "Sin respuesta": "1"}


def test_06_counts_what_was_passed_on_and_how_often_each_document(read, rosa, ana, bruno, letters):
    copy = factories.copy_of(letters["answered"], ana)
    factories.reassign(copy, bruno, by=ana, at=march(16))
    copy.refresh_from_db()
    factories.reassign(copy, ana, by=bruno, at=march(17))
    copy.refresh_from_db()
    factories.reassign(copy, bruno, by=ana, at=march(18))
    rows = table(read(rosa, "reasignados"), "Reasignados")
    assert list(of(rows, "Ana Torres").values())[2:] == ["3", "1", "2", "1,5"]
    assert list(of(rows, "Bruno Salas").values())[2:] == ["1", "3", "1", "1"]
    listed = table(read(bruno, "lista-de-reasignados", f"persona={ana.appointment.uuid}"), "Lista de reasignados")
    assert [(row["Asunto"], row["Reasignado a"]) for row in listed] == [
        ("Pregunta", "Bruno Salas"), ("Pregunta", "Bruno Salas"), ("Informe que se reasigna", "Bruno Salas")]  # fmt: skip


def task(copy, by, to, *, due: int, at: int = 2) -> Task:
    return Task.objects.create(copy=copy, assigned_by=by.appointment, assigned_to=to.appointment, comment="Revise",
                               assigned_at=march(at), due=date(2026, 3, due))  # fmt: skip


def test_07_counts_tasks_in_time_late_and_cancelled_and_the_days_of_delay(read, rosa, ana, bruno):
    copies = [factories.copy_of(d, bruno) for d in factories.make_documents(4, ana, to=[bruno], at=march(2))]
    in_time, late, pending, cancelled = (
        task(copy, bruno, ana, due=due) for copy, due in zip(copies, (6, 6, 27, 3), strict=True)
    )
    in_time.finish(march(6, 23))
    late.finish(march(10))
    cancelled.cancel(march(20))
    for one in (in_time, late, cancelled):
        one.save()
    page = read(rosa, "tareas")
    [row] = table(page, "Tareas")
    assert list(row.values())[2:] == ["1", "1", "1", "1", "4"]
    assert page.pairs()["Finalizadas con retraso"] == "1"
    listed = table(read(rosa, "lista-de-tareas", f"persona={ana.appointment.uuid}"), "Lista de tareas")
    assert sorted((row["Estado"], row["Días de retraso"]) for row in listed) == [
        ("Cancelada", "0"), ("Finalizada", "0"), ("Finalizada", "2"), ("Pendiente", "2")]  # fmt: skip
    assert {row["Asignada por"] for row in listed} == {"Bruno Salas"}
    assert pending.state == "pending"


def test_11_the_book_lists_every_value_of_a_counter_and_why_one_is_missing(
    read, rosa, ana, bruno, elsa, letters, client
):
    counter = NumberCounter.objects.get(area=ana.appointment.area, type__slug="memorando", year=2026)
    NumberSkip.objects.create(counter=counter, first=90, last=99, reason="Libro anterior en papel", actor="Diego Ponce",
                              at=march(30))  # fmt: skip
    page = read(bruno, "libro-de-numeracion", f"secuencia={counter.pk}")
    rows = table(page, "Libro de numeración")
    assert [row["Valor"] for row in rows] == ["1", "2", "3", "4", "5", "90-99"]
    assert rows[0] | {"Fecha": "", "Quién": ""} == {
        "Valor": "1", "Número": letters["passed"].number, "Documento": "Informe que se reasigna", "Estado": "Usado",
        "Motivo": "", "Fecha": "", "Quién": ""}  # fmt: skip
    assert rows[3]["Documento"] == "Documento confidencial"
    assert (rows[5]["Estado"], rows[5]["Motivo"]) == ("No emitido", "Libro anterior en papel")
    assert {row["Documento"] for row in table(read(rosa, "libro-de-numeracion", f"secuencia={counter.pk}"), "Libro")} == {
        "", "Documento confidencial"}  # fmt: skip
    answer = client(ana).get(f"/reportes/libro-de-numeracion/?secuencia={counter.pk}")
    assert answer.status_code == 422
    exported = client(bruno).post(f"/reportes/libro-de-numeracion/exportar/?secuencia={counter.pk}", {"formato": "csv"})
    assert exported.getvalue().decode("utf-8-sig").count("\r\n") == 7


def test_08_counts_types_by_month_and_empty_months_too(read, rosa, ana, bruno, letters, client):
    with clock.frozen_at(march(31)):
        factories.make_document(ana, to=[bruno], at=march(31, 23), type="oficio")
    page = read(rosa, "por-tipo-de-documento")
    assert page.columns("Por tipo de documento") == ["Tipo", "2026-03", "Total"]
    assert page.rows("Por tipo de documento") == [
        ["Memorando (ver la lista)", "5", "5"],
        ["Oficio (ver la lista)", "2", "2"],
    ]
    answer = client(rosa).get("/reportes/por-tipo-de-documento/?desde=2026-02-10&hasta=2026-04-02")
    assert type(page)(answer).columns("Por tipo de documento") == ["Tipo", "2026-02", "2026-03", "2026-04", "Total"]
    assert type(page)(answer).rows("Por tipo de documento")[0] == ["Memorando (ver la lista)", "0", "5", "0", "5"]
    listed = table(read(rosa, "lista-por-tipo", "tipo=oficio"), "Lista por tipo")
    assert [row["Autor"] for row in listed] == ["Ana Torres", "Bruno Salas"]


def test_09_lists_what_another_institution_has_not_answered(read, rosa, ana, carla, letters):
    [row] = table(read(rosa, "enviados-sin-respuesta"), "Enviados electrónicamente")
    assert (row["No. Documento"], row["Institución"], row["Días"]) == (
        letters["abroad"].number, "Servicio Nacional de Muestra", "14")  # fmt: skip
    factories.make_document(carla, to=[ana], at=march(20), answer_to=factories.copy_of(letters["abroad"], carla))
    assert "Sin datos en este período." in read(rosa, "enviados-sin-respuesta").text


def test_10_lists_what_we_have_not_answered_to_another_institution(read, rosa, ana, carla, letters):
    [row] = table(read(rosa, "recibidos-sin-respuesta"), "Recibidos de otras")
    assert (row["Institución"], row["Usuario Actual"], row["Días"]) == (
        "Servicio Nacional de Muestra",
        "Ana Torres",
        "13",
    )
    factories.make_document(ana, to=[carla], at=march(20), answer_to=factories.copy_of(letters["from_abroad"], ana))
    assert "Sin datos en este período." in read(rosa, "recibidos-sin-respuesta").text


# Arithmetic -------------------------------------------------------------------------------------------


def test_days_are_counted_as_the_calendar_counts_them_over_weekends_holidays_and_years():
    calendar = WorkingCalendar([date(2026, 3, 16)])
    counter = DayCounter(calendar)
    spans = [(date(2026, 3, 13), date(2026, 3, 17)), (date(2025, 12, 29), date(2026, 2, 20)), (date(2026, 3, 4), date(2026, 3, 4)),
             (date(2026, 3, 4), date(2026, 3, 3)), (date(2026, 4, 2), date(2026, 4, 6))]  # fmt: skip
    for first, last in spans:
        start, end = clock.day_start(first), clock.day_start(last)
        assert counter.between(start, end) == calendar.working_days_between(first, last), (first, last)


def test_a_delay_without_documents_is_nothing_and_not_zero():
    assert delay_of([]).values == [None, None, None]
    assert delay_of([4, 1, 2, 10]).values == [3.0, 4.2, 10]


@pytest.mark.parametrize(("days", "label"), [(0, "0"), (3, "3-5"), (5, "3-5"), (6, "6-10"), (20, "11-20"), (21, "+20")])
def test_the_classes_of_the_histogram_leave_no_gap(days, label):
    assert class_of(days) == label
