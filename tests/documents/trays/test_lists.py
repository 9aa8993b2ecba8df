"""The trays Recibidos and Enviados (documents §5, ui §7.1–7.4)."""

import re
from datetime import date, datetime, timedelta

import pytest

from documents.services import mark_read
from quipux import clock
from tests import factories

RECEIVED, SENT = "/bandejas/recibidos/", "/bandejas/enviados/"
AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)
ROW = re.compile(r'<tr class="govuk-table__row')
SUBJECT = re.compile(r'class="govuk-link" href="/documentos/[^"]+">([^<]+)</a>')


def subjects(response) -> list[str]:
    return SUBJECT.findall(response.content.decode())


def links(response, rel: str) -> list[str]:
    found = re.findall(rf'rel="{rel}" href="([^"]+)"', response.content.decode())
    return [link.replace("&amp;", "&") for link in found]


@pytest.fixture
def inbox(ana, bruno):
    """Three documents of Bruno for Ana, a day apart."""
    with clock.frozen_at(AT + timedelta(days=10)):
        yield [factories.make_document(bruno, to=[ana], at=AT + timedelta(days=day), subject=subject)
               for day, subject in enumerate(["Primer informe", "Segundo oficio", "Tercer alcance"])]  # fmt: skip


def test_received_lists_what_the_appointment_holds_newest_first(client, ana, inbox):
    response = client(ana).get(RECEIVED)
    assert subjects(response) == ["Tercer alcance", "Segundo oficio", "Primer informe"]
    assert "<title>Recibidos (3 sin leer) - Quipux</title>" in response.content.decode()


def test_nobody_sees_the_tray_of_another(client, bruno, carla, inbox):
    for person in (bruno, carla):
        assert subjects(client(person).get(RECEIVED)) == []


def test_sent_lists_the_originals_with_their_delivery_in_words(client, ana, bruno, carla):
    with clock.frozen_at(AT + timedelta(days=1)):
        factories.make_document(bruno, to=[ana], cc=[carla], at=AT, subject="Circular")
        response = client(bruno).get(SENT)
    assert subjects(response) == ["Circular"]
    assert "Entregado a 2 de 2" in response.content.decode()


def test_sent_shows_six_months_as_a_range_that_can_be_removed(client, ana, bruno):
    with clock.frozen_at(AT):
        factories.make_document(bruno, to=[ana], at=AT - timedelta(days=300), subject="Antiguo")
        factories.make_document(bruno, to=[ana], at=AT - timedelta(days=3), subject="Reciente")
        entered = client(bruno)
        response = entered.get(SENT)
        assert subjects(response) == ["Reciente"]
        assert "Desde 2025-11-20 a 2026-05-20 <b>1</b>" in response.content.decode()
        everything = re.search(r'href="([^"]+)"[^>]*>Ver todas <b>2</b>', response.content.decode())[1]
        assert subjects(entered.get(everything.replace("&amp;", "&"))) == ["Reciente", "Antiguo"]


def test_an_unknown_tray_is_not_found(client, ana):
    assert client(ana).get("/bandejas/inventada/").status_code == 404


def test_somebody_without_session_is_sent_to_the_login(client, db):
    response = client.get(RECEIVED)
    assert response.status_code == 302
    assert response["Location"].startswith("/ingresar/?next=")


def test_a_leaver_and_an_operator_have_no_tray(client, luis, sofia):
    assert client(luis).get(RECEIVED).status_code == 302
    assert client(sofia).get(RECEIVED).status_code == 403


def test_a_tray_does_not_accept_posts(client, ana):
    assert client(ana).post(RECEIVED).status_code == 405


def test_unread_rows_say_so_and_views_count_what_they_list(client, ana, inbox):
    mark_read(factories.copy_of(inbox[0], ana), actor=ana.actor)
    entered = client(ana)
    page = entered.get(RECEIVED).content.decode()
    assert page.count("No leído. ") == page.count("qx-nl") == 2
    assert re.search(r'aria-current="page">Todos <b>3</b>', page)
    assert subjects(entered.get(RECEIVED, {"lectura": "no-leidos"})) == ["Tercer alcance", "Segundo oficio"]
    assert subjects(entered.get(RECEIVED, {"lectura": "leidos"})) == ["Primer informe"]


# Filters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"texto": "INFORME"}, ["Primer informe"]),
        ({"texto": "álcance tercér"}, ["Tercer alcance"]),
        ({"texto": "MINEJ-DNP-2026-0002"}, ["Segundo oficio"]),
        ({"texto": "informe inexistente"}, []),
        ({"texto": "%%%"}, []),
        ({"desde": "2026-05-21"}, ["Tercer alcance", "Segundo oficio"]),
        ({"desde": "21/5/2026", "hasta": "2026-05-21"}, ["Segundo oficio"]),
        ({"hasta": "2026-05-20"}, ["Primer informe"]),
        ({"tipo": "memorando"}, ["Tercer alcance", "Segundo oficio", "Primer informe"]),
        ({"categoria": "urgent"}, []),
    ],
)
def test_filters_narrow_the_list(client, ana, inbox, query, expected):
    assert subjects(client(ana).get(RECEIVED, query)) == expected


def test_u_09_a_filtered_address_gives_the_same_rows_again_and_to_others_only_theirs(client, ana, bruno, inbox):
    address = f"{RECEIVED}?texto=informe&desde=2026-05-01&orden=asunto"
    entered = client(ana)
    first, elsewhere, again = entered.get(address), entered.get(SENT), entered.get(address)
    assert elsewhere.status_code == 200
    assert subjects(first) == subjects(again) == subjects(client(ana).get(address)) == ["Primer informe"]
    assert 'value="informe"' in first.content.decode()
    assert 'value="2026-05-01"' in first.content.decode()
    assert subjects(client(bruno).get(address)) == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"desde": "2026-13-01"}, "Escriba la fecha Desde como año-mes-día, por ejemplo 2016-01-04"),
        ({"desde": "2026-05-21", "hasta": "2026-05-20"}, "La fecha Desde debe ser menor o igual que la fecha Hasta."),
        ({"texto": "ab"}, "Escriba al menos una palabra de 3 letras."),
        ({"tipo": "poema"}, "Elija un tipo de la lista."),
    ],
)
def test_a_wrong_filter_is_explained_and_kept(client, ana, inbox, query, message):
    response = client(ana).get(RECEIVED, query)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(message) == 2  # in the summary and at the field
    assert "<title>Error: Recibidos - Quipux</title>" in page
    assert "Corrija los filtros para ver la lista." in page


@pytest.mark.parametrize("value", ["\x00", "é" * 90, "' OR 1=1 --", "\\", "_%_", "ñ\U0001f600ñ"])
def test_no_text_breaks_the_filter(client, ana, inbox, value):
    assert client(ana).get(RECEIVED, {"texto": value}).status_code in (200, 422)


def test_u_26_an_empty_tray_and_an_empty_filter_say_why_and_what_next(client, ana, diego, inbox):
    assert "No tiene documentos en Recibidos." in client(diego).get(RECEIVED).content.decode()
    page = client(ana).get(RECEIVED, {"texto": "nada de esto"}).content.decode()
    assert "Ningún documento cumple los filtros." in page
    assert f'href="{RECEIVED}">Quitar filtros' in page


# Order and pages ------------------------------------------------------------------------------------


def test_u_08_a_heading_sorts_on_the_server_and_its_second_press_reverses(client, ana, inbox):
    entered = client(ana)
    page = entered.get(RECEIVED, {"texto": "MINEJ"}).content.decode()
    link = re.search(r'href="([^"]+)">Número', page)[1].replace("&amp;", "&")
    assert "texto=MINEJ" in link
    response = entered.get(RECEIVED + link)
    assert subjects(response) == ["Primer informe", "Segundo oficio", "Tercer alcance"]
    heading = re.search(r'<th [^>]*qx-as"([^>]*)>', response.content.decode())[1]
    assert 'aria-sort="ascending"' in heading
    assert response.content.decode().count("aria-sort") == 1
    again = re.search(r'href="([^"]+)">Número', response.content.decode())[1].replace("&amp;", "&")
    response = entered.get(RECEIVED + again)
    assert subjects(response) == ["Tercer alcance", "Segundo oficio", "Primer informe"]
    assert 'aria-sort="descending"' in response.content.decode()


@pytest.fixture
def many(ana, bruno, carla):
    """23 documents of Bruno for Ana: equal dates, equal fields, some with a deadline."""
    for position in range(23):
        document = factories.make_document(bruno, to=[ana], at=AT + timedelta(days=position // 6),
                                           subject=f"Documento {position:02d} «ñandú»")  # fmt: skip
        if position % 5 == 0:
            copy = factories.reassign(factories.copy_of(document, ana), bruno, at=AT + timedelta(days=9))
            factories.reassign(copy, ana, at=AT + timedelta(days=10), deadline=date(2026, 6, 1 + position))
    return {"ana": ana, "bruno": bruno}


def test_pages_go_back_as_they_went_forward_and_say_where_they_are(client, many):
    entered = client(many["ana"])
    first = entered.get(RECEIVED)
    assert "1–20 de 23" in first.content.decode()
    second = entered.get(RECEIVED + links(first, "next")[0])
    assert "21–23 de 23" in second.content.decode()
    back = entered.get(RECEIVED + links(second, "prev")[0])
    assert subjects(back) == subjects(first)
    assert not links(back, "prev")


def test_a_broken_cursor_shows_the_first_page(client, many):
    response = client(many["ana"]).get(RECEIVED, {"cursor": "bm9wZQ", "orden": "plazo"})
    assert "1–20 de 23" in response.content.decode()


@pytest.mark.parametrize(
    ("slug", "words"),
    [("tareas-recibidas", "No tiene tareas pendientes."), ("en-elaboracion", "No tiene documentos en En Elaboración."),
     ("archivados", "No tiene documentos en Archivados.")],
)  # fmt: skip
def test_u_26_an_empty_tray_says_why_and_what_to_do(client, ana, slug, words):
    page = client(ana).get(f"/bandejas/{slug}/?fechas=todas").content.decode()
    assert words in page
    assert "cumple los filtros" not in page
    assert (">NUEVO</a>" in page.partition("<main")[2]) == (slug == "en-elaboracion")
