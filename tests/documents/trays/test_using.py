"""What a person does in a tray: filter by its own columns, tick rows, take the list away, see only what is his (§5)."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from documents import services
from documents.models import Copy
from documents.states import CopyState
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform
from tests import factories
from tests.documents.trays.desks import AT

SUBJECT = re.compile(r'class="govuk-link" href="/documentos/[0-9a-f-]{36}/[^"]*">([^<]+)</a>')
TRAY = "/bandejas/{}/"


def page_of(client, person, slug, query="") -> str:
    return client(person).get(TRAY.format(slug) + query).content.decode()


# Own filters and words --------------------------------------------------------------------------------


def test_d_35_a_reassigned_copy_says_who_has_it_until_when_and_being_late_it_is_announced(client, desk):
    [copy] = desk._copies(1, desk.carla, desk.ana, subject="Pedido de cupo")
    factories.reassign(
        copy, desk.bruno, at=AT + timedelta(days=1), comment="Responda por favor", deadline=date(2026, 5, 28)
    )
    with clock.frozen_at(AT.replace(day=29)):
        mine = page_of(client, desk.ana, "reasignados")
        for words in ("Bruno Salas", "Responda por favor", "2026-05-21", "Vencido hace 1 día laborable", "En Trámite"):
            assert words in mine
        his = page_of(client, desk.bruno, "recibidos")
        assert "Ver todos los vencidos" in his
        assert his.count("Vencido hace 1 día laborable") == 2  # the row, and the banner
        assert "anterior: Ana Torres" in his
        hidden = re.search(r'href="([^"]+)">Ocultar este aviso', his)[1]
        assert "Ver todos los vencidos" not in client(desk.bruno).get(hidden).content.decode()
        listed = client(desk.bruno).get(
            re.search(r'href="([^"]+)">Ver todos los vencidos', his)[1].replace("&amp;", "&")
        )
        assert SUBJECT.findall(listed.content.decode()) == ["Pedido de cupo"]


def test_a_copy_without_deadline_has_none_in_the_tray(client, desk):
    [copy] = desk._copies(1, desk.carla, desk.ana)
    factories.reassign(copy, desk.bruno, at=AT)
    assert "Sin plazo" in page_of(client, desk.bruno, "recibidos")
    assert "Ver todos los vencidos" not in page_of(client, desk.bruno, "recibidos")


@pytest.mark.parametrize(
    ("slug", "query", "found"),
    [
        ("recibidos", "?situacion=recibido", 2), ("recibidos", "?situacion=vencido", 0),
        ("recibidos", "?plazo=sin", 2), ("recibidos", "?firmado=si", 0), ("recibidos", "?firmado=no", 2),
        ("enviados", "?entrega=completa", 2), ("enviados", "?entrega=pendiente", 0),
        ("no-enviados", "?motivo=deliver", 0), ("eliminados", "?estado_eliminado=deleted", 2),
        ("eliminados", "?estado_eliminado=annulled", 0), ("reasignados", "?estado=in_process", 2),
        ("reasignados", "?estado=shelved", 0), ("informados", "?informador=salas", 2),
        ("informados", "?informador=nadie", 0), ("compartida", "?jefe=bruno", 2), ("compartida", "?jefe=carla", 0),
        ("por-imprimir", "?redactado=bruno", 2), ("tareas-recibidas", "?estado=todos", 2),
        ("tareas-recibidas", "?estado=finished", 0), ("tareas-enviadas", "?estado=pending", 2),
    ],
)  # fmt: skip
def test_the_own_filters_of_each_tray_narrow_it(client, desk, slug, query, found):
    desk.fill(2, slug)
    assert len(re.findall(r'<tr class="govuk-table__row', page_of(client, desk.ana, slug, query))) == found


def test_a_task_leaves_received_and_comes_back_saying_where_from(client, desk):
    desk.tareas_enviadas(1)
    assert "No tiene documentos en Recibidos." in page_of(client, desk.ana, "recibidos")
    task = desk.ana.appointment.tasks_given.get()
    perform(Move(task, "finish", {"instant": AT}), actor=desk.bruno.actor, subject=task, entries=[])
    perform(Move(task.copy, "end_tasks", {"out_on_task": False}), actor=SYSTEM, subject=task.copy, entries=[])
    assert "Recibido de Tarea" in page_of(client, desk.ana, "recibidos")
    assert "Cerrada" in page_of(client, desk.ana, "tareas-enviadas")


# Rights -------------------------------------------------------------------------------------------------


def test_a_tray_without_its_permission_is_neither_in_the_menu_nor_at_its_address(client, desk):
    assert "Por Imprimir" not in page_of(client, desk.bruno, "recibidos")
    assert client(desk.bruno).get(TRAY.format("por-imprimir")).status_code == 403
    assert client(desk.ana).get(TRAY.format("compartida")).status_code == 403
    desk.compartida(1)
    assert client(desk.ana).get(TRAY.format("compartida")).status_code == 200
    assert client(desk.ana).get(TRAY.format("por-imprimir")).status_code == 200


def test_unsent_documents_are_at_hand_only_for_who_signs(client, desk):
    def groups(person):
        page = page_of(client, person, "recibidos")
        return page.index("Otras Bandejas") > page.index("No Enviados")

    assert groups(desk.ana)
    assert not groups(desk.bruno)


def test_a_row_that_may_not_be_read_shows_its_number_alone_in_no_list_filter_order_or_file(client, desk, area):
    desk.por_imprimir(1)
    document = factories.make_draft(desk.bruno, to=[desk.carla], subject="Secreto mayor", confidential=True, at=AT,
                                    reference="REF-OCULTA-9")  # fmt: skip
    services.number_and_freeze(factories.original_of(document), actor=desk.bruno.actor)
    copy = document.copies.get(state=CopyState.UNSENT_ELECTRONIC)
    perform(Move(copy, "put_to_print"), actor=SYSTEM, subject=copy, entries=[Entry("deliver")])
    [passed] = desk._copies(1, desk.carla, desk.bruno, subject="Secreto menor", confidential=True)
    passed = factories.reassign(passed, desk.ana, at=AT)
    factories.reassign(passed, factories.make_servant(area), at=AT, comment="Comentario reservado")
    entered = client(desk.ana)
    for slug, number, others in (("por-imprimir", copy, 1), ("reasignados", passed, 0)):
        number = Copy.objects.get(pk=number.pk).number
        for query in ("", "?orden=asunto", "?orden=-de"):
            page = entered.get(TRAY.format(slug) + query).content.decode()
            assert number in page
            assert "Documento confidencial" in page
            assert not re.search("Secreto|REF-OCULTA|reservado", page)
            assert len(SUBJECT.findall(page)) == others
        assert number not in entered.get(TRAY.format(slug), {"texto": "secreto"}).content.decode()
        assert number in entered.get(TRAY.format(slug), {"texto": number}).content.decode()
        taken = b"".join(entered.post(f"/bandejas/{slug}/exportar/", {"formato": "csv"})).decode("utf-8-sig")
        assert number in taken
        assert not re.search("Secreto|REF-OCULTA|reservado", taken)


def test_what_a_closed_area_left_to_print_passes_to_the_open_one_above(client, desk, area):
    below = factories.make_area(area.institution, "Unidad que se cerró", sigla="UC", parent=area)
    author = factories.make_servant(below, "Nora Paz")
    document = factories.make_draft(author, to=[desk.carla], subject="De la unidad cerrada", at=AT)
    services.number_and_freeze(factories.original_of(document), actor=factories.actor_of(author))
    copy = document.copies.get(state=CopyState.UNSENT_ELECTRONIC)
    perform(Move(copy, "put_to_print"), actor=SYSTEM, subject=copy, entries=[Entry("deliver")])
    assert "No tiene documentos en Por Imprimir." in page_of(client, desk.ana, "por-imprimir")
    below.is_active = False
    below.save()
    assert SUBJECT.findall(page_of(client, desk.ana, "por-imprimir")) == ["De la unidad cerrada"]


# Selection ----------------------------------------------------------------------------------------------


def test_d_48_the_whole_search_is_named_by_its_address_and_nothing_ticked_says_so(client, desk):
    desk.recibidos(23)
    entered = client(desk.ana)
    page = entered.get(TRAY.format("recibidos") + "?texto=prueba").content.decode()
    assert "Seleccionar los 23 de esta búsqueda" in page
    assert page.count('name="copia"') == 20
    confirmed = entered.post(
        "/documentos/acciones/archivar/", {"todos": "1", "lista": "/bandejas/recibidos/?texto=prueba"}
    )
    assert confirmed.status_code == 200
    assert len(set(re.findall(r'name="copia" value="([^"]+)"', confirmed.content.decode()))) == 23
    nothing = entered.post(
        "/documentos/acciones/archivar/", {"volver": "/bandejas/recibidos/?texto=prueba"}, follow=True
    )
    assert "Seleccione al menos un documento." in nothing.content.decode()


def test_d_48_more_than_the_limit_is_refused_with_the_number(client, desk, settings):
    settings.QUIPUX_BULK_MAX = 20
    desk.recibidos(23)
    answer = client(desk.ana).post("/documentos/acciones/archivar/", {"todos": "1", "lista": "/bandejas/recibidos/"},
                                   follow=True)  # fmt: skip
    assert "Eligió 23 documentos; el máximo por acción es 20." in answer.content.decode()


def test_the_list_of_another_tray_gives_nothing_that_is_not_the_persons(client, desk):
    desk.recibidos(2)
    answer = client(desk.bruno).post("/documentos/acciones/archivar/", {"todos": "1", "lista": "/bandejas/recibidos/"})
    assert "aviso=seleccione" in answer["Location"]
    for broken in (
        "",
        "/bandejas/inventada/",
        "https://malo.example/bandejas/recibidos/",
        "/bandejas/recibidos/?desde=x",
    ):
        answer = client(desk.bruno).post("/documentos/acciones/archivar/", {"todos": "1", "lista": broken})
        assert answer.status_code == 422


def test_the_bar_of_reassigned_needs_its_permission(client, desk):
    desk.reasignados(1)
    assert 'formaction="/documentos/acciones/recuperar/"' in page_of(client, desk.ana, "reasignados")
    [copy] = desk._copies(1, desk.carla, desk.bruno)
    factories.reassign(copy, desk.ana, at=AT)
    assert "formaction" not in page_of(client, desk.bruno, "reasignados")


# Files, paper and weight ----------------------------------------------------------------------------------


def test_d_67_an_exported_subject_that_looks_like_a_formula_opens_as_text(client, desk):
    desk._copies(1, desk.carla, desk.ana, subject="=cmd|' /C calc'!A0")
    desk._copies(1, desk.carla, desk.ana, subject="Otro asunto")
    answer = client(desk.ana).post("/bandejas/recibidos/exportar/?texto=cmd", {"formato": "csv"})
    text = b"".join(answer).decode("utf-8-sig")
    [heading, row] = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert heading[0] == "Número"
    assert row[heading.index("Asunto")] == "'=cmd|' /C calc'!A0"
    book = client(desk.ana).post("/bandejas/recibidos/exportar/", {"formato": "xlsx"})
    assert b"".join(book).startswith(b"PK")


def test_an_export_beyond_the_limit_is_refused_with_the_count(client, desk, settings):
    settings.QUIPUX_EXPORT_MAX_ROWS = 3
    desk.recibidos(4)
    answer = client(desk.ana).post("/bandejas/recibidos/exportar/", {"formato": "csv"})
    assert answer.status_code == 422
    assert "La lista tiene 4 filas" in answer.content.decode()


def test_the_printed_list_has_every_row_of_the_filter(client, desk):
    desk.recibidos(23)
    page = client(desk.ana).get("/bandejas/recibidos/imprimir/?texto=prueba").content.decode()
    assert page.count('<th scope="row"') == 23
    assert "23 filas · texto «prueba»" in page


def test_a_list_longer_than_is_counted_says_so_and_counts_when_asked(client, desk, monkeypatch):
    monkeypatch.setattr("documents.listing.query.EXACT", 5)
    monkeypatch.setattr("documents.listing.lists.EXACT", 5)
    desk.recibidos(23)
    page = page_of(client, desk.ana, "recibidos")
    assert "1–20 de más de 5" in page
    assert "de esta búsqueda" not in page
    asked = re.search(r'href="([^"]+)">Contar todos', page)[1].replace("&amp;", "&")
    assert "1–20 de 23" in client(desk.ana).get(asked).content.decode()
