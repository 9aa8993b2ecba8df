"""The pages of the search: what they show, to whom, and what they cost (documents §13.1, §13.2, ui §7.14)."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Func, TextField, Value
from django.urls import reverse

from documents.models import Copy
from documents.search import indexing, limits, pages, queries
from quipux import clock
from tests import factories
from tests.institutions.delegations.conftest import at, delegate

pytestmark = pytest.mark.django_db
QUICK, ADVANCED, EXPORT = (f"/buscar/{path}" for path in ("", "avanzada/", "avanzada/exportar/"))
SUBJECT = re.compile(r'qx-as">.*?<a class="govuk-link" href="[^"]+">([^<]*)</a>', re.S)


def subjects(response) -> list[str]:
    return SUBJECT.findall(response.content.decode())


@pytest.fixture
def papers(ana, bruno, carla):
    """Three documents for Ana, one of which she must not find under the others' words."""
    at = clock.now() - timedelta(days=5)
    body = "<p>Se compran <strong>escritorios</strong> &amp; sillas para la bodega.</p>"
    factories.make_document(bruno, to=[ana], cc=[carla], subject="Compra de escritorios", body=body, at=at,
                            reference="CIR-77", attachments=[("proforma.txt", b"x")])  # fmt: skip
    factories.make_document(carla, to=[ana], subject="Invitación", type="oficio", at=at + timedelta(days=1))
    factories.make_document(ana, to=[bruno], subject="Respuesta a la invitación", at=at + timedelta(days=2))
    indexing.reindex_due()


# Quick --------------------------------------------------------------------------------------------------


def test_the_search_of_the_header_stands_on_every_page_and_leads_to_its_results(client, ana, papers):
    page = client(ana).get("/bandejas/recibidos/").content.decode()
    assert f'<form class="qx-buscar" role="search" action="{QUICK}" method="get">' in page
    assert "Buscar por número, asunto o remitente</label>" in page
    found = client(ana).get(QUICK, {"q": " escritorio "})
    assert subjects(found) == ["Compra de escritorios"]
    assert 'value="escritorio"' in found.content.decode()
    assert "<title>Búsqueda de «escritorio» (1) - Quipux</title>" in found.content.decode()


def test_a_whole_number_gives_its_documents_at_once_and_on_request_who_mentions_it(client, ana, bruno, carla):
    first = factories.make_document(bruno, to=[ana], subject="El buscado")
    factories.make_document(bruno, to=[ana], subject="Nombra a otro", reference=f"{first.number}-ANEXO")
    indexing.reindex_due()
    page = client(ana).get(QUICK, {"q": first.number.lower()})
    assert subjects(page) == ["El buscado"]
    assert f'href="?q={first.number.lower()}&amp;todo=1">Buscar también los que lo mencionan' in page.content.decode()
    assert subjects(client(ana).get(QUICK, {"q": first.number, "todo": "1"})) == ["El buscado", "Nombra a otro"]
    assert subjects(client(carla).get(QUICK, {"q": first.number})) == []


def test_a_code_of_many_documents_is_searched_like_any_words(ana, bruno, monkeypatch):
    monkeypatch.setattr(queries, "FEW", 2)
    for turn in range(3):
        factories.make_document(bruno, to=[ana], subject=f"Sin número {turn}", reference="S/N")
    indexing.reindex_due()
    actor = factories.actor_of(ana)
    assert list(queries.exact(actor, "S/N")) == []
    assert len(pages.QuickList.read("S/N", actor=actor).rows) == 3


def test_only_who_registers_people_reads_that_a_cedula_can_be_typed(client, ana, elsa):
    assert "o cédula" not in client(ana).get("/bandejas/recibidos/").content.decode()
    assert "remitente o cédula</label>" in client(elsa).get("/bandejas/recibidos/").content.decode()


def test_u_26_an_empty_quick_search_says_what_to_try(client, ana, papers):
    page = client(ana).get(QUICK, {"q": "<b>jirafa"}).content.decode()
    assert ("No encontramos «&lt;b&gt;jirafa». Pruebe con el número completo, una palabra del asunto o el apellido del "
            "remitente.") in page  # fmt: skip
    assert f'href="{ADVANCED}">Búsqueda Avanzada' in page
    assert "Escriba arriba un número" in client(ana).get(QUICK).content.decode()


def test_a_long_list_shows_its_beginning_and_says_so(client, ana, bruno):
    factories.make_documents(52, bruno, to=[ana])
    indexing.reindex_due()
    response = client(ana).get(QUICK, {"q": "prueba"})
    assert len(subjects(response)) == 50
    assert "Los primeros 50 documentos" in response.content.decode()
    assert "Hay más documentos." in response.content.decode()


# Advanced -----------------------------------------------------------------------------------------------

ALL = ["Respuesta a la invitación", "Invitación", "Compra de escritorios"]
SOUGHT = [
    ({"texto": "invitacion"}, ALL[:2]), ({"texto": "bodegas"}, ALL[2:]), ({"texto": "proforma"}, ALL[2:]),
    ({"texto": "bodega jirafa"}, []), ({"numero": "senam"}, ALL[1:2]), ({"numero": "-0001-M"}, ALL[2:]),
    ({"referencia": "cir-77"}, ALL[2:]), ({"referencia": "77"}, []), ({"de": "Bruno"}, ALL[2:]),
    ({"de": "coordinacion tecnica"}, ALL[1:2]), ({"para": "salas"}, ALL[:1]), ({"para": "mena; salas"}, [ALL[0], ALL[2]]),
    ({"tipo": "oficio"}, ALL[1:2]), ({"estado": "sent"}, ALL[:1]), ({"categoria": "urgent"}, []),
    ({"firmado": "si"}, []), ({"firmado": "no"}, ALL), ({"anexos": "on"}, ALL[2:]), ({"servidor": "ana torres"}, ALL),
    ({"servidor": "salas"}, ALL[:1]), ({"tipificacion": "Sin tipificación"}, ALL), ({"participa": "yo"}, ALL),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), SOUGHT, ids=str)
def test_each_field_of_the_advanced_search_narrows_the_list(client, ana, papers, query, expected):
    assert subjects(client(ana).get(ADVANCED, {"participa": "yo"} | query)) == expected


def test_days_are_of_the_document_or_of_its_registration_both_inclusive(client, ana, bruno, papers):
    day = (clock.now() - timedelta(days=4)).date().isoformat()
    assert subjects(client(ana).get(ADVANCED, {"desde": day, "hasta": day})) == ALL[1:2]
    early = (clock.now() - timedelta(days=40)).date().isoformat()
    with clock.frozen_at(clock.now() - timedelta(days=40)):
        draft = factories.make_draft(bruno, to=[ana], subject="Registrado antes")
    factories.send(draft)
    indexing.reindex_due()
    assert subjects(client(ana).get(ADVANCED, {"desde": early, "hasta": early})) == []
    assert subjects(client(ana).get(ADVANCED, {"desde": early, "hasta": early, "fecha": "registro"})) == [draft.subject]


def test_the_area_is_that_of_who_holds_the_copy(client, ana, bruno, carla, papers):
    entered = client(ana)
    assert subjects(entered.get(ADVANCED, {"area": ana.appointment.area_id, "texto": "compra"})) == ALL[2:]
    assert subjects(entered.get(ADVANCED, {"area": ana.appointment.institution.areas.get(parent=None).pk})) == []
    assert entered.get(ADVANCED, {"area": carla.appointment.area_id}).status_code == 422


def test_the_extract_shows_the_match_and_nothing_that_people_wrote_becomes_a_tag(client, ana, bruno, papers):
    page = client(ana).get(ADVANCED, {"texto": "escritorio"}).content.decode()
    assert "compran <mark>escritorios</mark> &amp; sillas para la bodega" in page
    evil = '<p>&lt;script&gt;alert(1)&lt;/script&gt; jirafa "&lt;b onclick=x&gt;"</p>'
    factories.make_document(bruno, to=[ana], subject="Maldad", body=evil)
    indexing.reindex_due()
    page = client(ana).get(ADVANCED, {"texto": "jirafas"}).content.decode()
    assert "&lt;/script&gt; <mark>jirafa</mark> &quot;&lt;b onclick" in page
    assert "<script>alert" not in page


def test_copies_carry_an_arrow_before_their_number(client, ana, papers):
    page = client(ana).get(ADVANCED, {"texto": "invitacion"}).content.decode()
    received, sent = [
        Copy.objects.get(holder=ana.appointment, role=role, document__subject__icontains="invitación")
        for role in ("to", "original")
    ]
    assert received.number.endswith("-E")
    assert f"→ {received.number}" in page
    assert sent.number in page
    assert f"→ {sent.number}" not in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"numero": "12"}, "Escriba al menos 3 caracteres del número."),
        ({"participa": "todos"}, "Escriba al menos un dato para buscar entre los documentos de cualquiera."),
        ({"desde": "ayer"}, "Escriba la fecha Desde como año-mes-día, por ejemplo 2016-01-04"),
        ({"desde": "2026-05-21", "hasta": "2026-05-20"}, "La fecha Desde debe ser menor o igual que la fecha Hasta."),
        ({"estado": "purged"}, "Elija «Estado» de la lista."),
        ({"texto": "a" * 201}, "«Texto» tiene 201 caracteres; el máximo es 200."),
    ],
)
def test_a_wrong_criterion_is_explained_and_kept(client, ana, query, message):
    response = client(ana).get(ADVANCED, query)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert client(ana).post(f"{EXPORT}?{'&'.join(f'{k}={v}' for k, v in query.items())}").status_code == 422


@pytest.mark.parametrize("value", ["\x00", "é" * 90, "' OR 1=1 --", "\\", "_%_", "ñ\U0001f600ñ", "a & | ! :* <->"])
def test_no_text_breaks_any_field(client, ana, papers, value):
    entered = client(ana)
    for field in ("texto", "numero", "referencia", "de", "para", "tipificacion", "servidor"):
        assert entered.get(ADVANCED, {field: value}).status_code in (200, 422), field
    assert entered.get(QUICK, {"q": value}).status_code == 200


def test_walking_the_pages_gives_each_row_once(client, ana, bruno):
    factories.make_documents(45, bruno, to=[ana], every=timedelta(0))
    indexing.reindex_due()
    entered, address, seen = client(ana), f"{ADVANCED}?texto=prueba", []
    while address:
        page = entered.get(address)
        seen += subjects(page)
        following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = following and ADVANCED + following[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 45


def test_beyond_a_thousand_the_total_is_not_counted(client, ana, bruno, monkeypatch):
    monkeypatch.setattr(pages, "COUNTED", 10)
    factories.make_documents(25, bruno, to=[ana])
    indexing.reindex_due()
    page = client(ana).get(ADVANCED, {"texto": "prueba"}).content.decode()
    assert "Más de 10 documentos" in page
    assert "1–20 de más de 10" in page


def test_ten_rows_and_twenty_take_the_same_number_of_queries(client, ana, bruno, django_assert_max_num_queries):
    entered = client(ana)
    for address in (f"{QUICK}?q=prueba", f"{ADVANCED}?texto=prueba"):
        taken = []
        for _ in range(2):
            factories.make_documents(10, bruno, to=[ana], body="<p>una prueba</p>")
            indexing.reindex_due()
            with django_assert_max_num_queries(29) as asked:
                response = entered.get(address)
            taken.append(len([q for q in asked if "SAVEPOINT" not in q["sql"]]))
            assert len(subjects(response)) >= 10
        assert taken[0] == taken[1] <= 26  # two of them count the page for its limits (S-25)


# Export -------------------------------------------------------------------------------------------------


def test_the_export_has_the_rows_of_the_page_and_runs_no_formula(client, ana, bruno, papers):
    factories.make_document(bruno, to=[ana], subject="=cmd|calc", at=clock.now() - timedelta(days=1))
    indexing.reindex_due()
    entered = client(ana)
    shown = subjects(entered.get(ADVANCED, {"participa": "yo"}))
    response = entered.post(f"{EXPORT}?participa=yo", {"formato": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")), delimiter=";"))
    assert [row["Asunto"].removeprefix("'") for row in rows] == shown == ["=cmd|calc", *ALL]
    assert rows[0]["Asunto"] == "'=cmd|calc"
    assert rows[3] == {"No. Documento": rows[3]["No. Documento"], "Fecha": rows[3]["Fecha"], "No. Referencia": "CIR-77",
                       "Asunto": ALL[2], "Usuario Actual": "Ana Torres", "Área Actual": ana.appointment.area.name,
                       "De": "Bruno Salas", "Para": "Ana Torres", "Tipo": "Memorando", "Estado": "En Trámite",
                       "Firma Digital": "Sin firma electrónica"}  # fmt: skip
    assert entered.post(f"{EXPORT}?participa=yo", {"formato": "exe"}).status_code == 422


def test_a_list_too_long_to_export_is_refused_with_its_count(client, ana, papers, settings):
    settings.QUIPUX_EXPORT_MAX_ROWS = 2
    response = client(ana).post(f"{EXPORT}?participa=yo", {"formato": "xlsx"})
    assert response.status_code == 422
    assert "La lista tiene 3 filas" in response.content.decode()


# Limits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["search", "search_advanced"])
def test_a_search_that_takes_too_long_is_stopped_and_says_what_to_do(client, ana, papers, monkeypatch, name):
    found = queries.found

    def slowly(copies):
        return found(copies).annotate(slept=Func(Value(5), function="pg_sleep", output_field=TextField()))

    monkeypatch.setattr(queries, "found", slowly)
    response = client(ana).get(reverse(f"documents:{name}"), {"q": "compra", "texto": "compra"})
    assert response.status_code == 503
    assert "La búsqueda tardó más de 3 segundos y se detuvo." in response.content.decode()
    assert client(ana).get("/bandejas/recibidos/").status_code == 200


def test_after_a_search_the_usual_limit_of_the_connection_holds_again():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        usual = cursor.fetchone()
        with limits.in_time():
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("3s",)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == usual


def test_who_holds_a_document_is_marked_while_somebody_acts_in_that_post(client, ana, bruno, diego):
    factories.make_document(ana, to=[bruno], subject="Pedido de cupo", at=at(1, 7))
    indexing.reindex_due()
    entered, query, mark = client(ana), "?texto=cupo&participa=todos", "Bruno Salas (Subrogado)"
    delegate(diego, bruno, ana)
    with clock.frozen_at(at(1, 7, 30)):
        assert mark not in entered.get(f"{ADVANCED}{query}").text
    with clock.frozen_at(at(3)):
        assert mark in entered.get(f"{ADVANCED}{query}").text
        exported = entered.post(f"{EXPORT}{query}", {"formato": "csv"})
        assert mark in b"".join(exported).decode()
