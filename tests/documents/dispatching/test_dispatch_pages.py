"""Despachos, Devolución and the acts of paper as people use them (documents §5.2, §10.4)."""

import re
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.dispatching.services import confirm_delivery, mark_returned
from documents.models import PaperDispatch, PhysicalTransfer
from documents.states import DispatchState
from quipux import clock
from tests import factories
from tests.documents.sending.test_acts import address, confirm

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)


def page(client, person, query="", path="/despachos/") -> str:
    return client(person).get(f"{path}{query}").content.decode()


def current(copy) -> PaperDispatch:
    return PaperDispatch.objects.get(copy=copy, is_current=True)


def test_the_list_tells_journey_and_end_to_secretary_and_window_and_to_nobody_else(client, ana, rosa, elsa, posted):
    copy = posted(subject="Respuesta a su pedido")
    for person in (rosa, elsa):
        html = page(client, person)
        for words in (copy.number, "Gina Lara", "Respuesta a su pedido", "Correos, guía EC-001", "Enviado"):
            assert words in html
    assert client(ana).get("/despachos/").status_code == 403
    assert client(ana).get("/bandejas/devolucion/").status_code == 403
    assert client(rosa).get("/bandejas/devolucion/").status_code == 403


def test_the_filters_find_by_carrier_state_days_and_words(client, rosa, elsa, posted):
    with clock.frozen_at(AT - timedelta(days=20)):
        old = posted(subject="Carta antigua")
    with clock.frozen_at(AT):
        new, back = posted(carrier="Mensajería propia", subject="Carta nueva"), posted(subject="Carta devuelta")
        mark_returned(back, actor=elsa.actor, reason="absent")
        found = {
            "?transporte=Mensajería propia": {new}, "?estado=returned": {back}, "?dias=15": {old},
            "?desde=2026-05-01": {new, back}, "?hasta=2026-05-01": {old}, "?texto=antigua": {old}, "": {old, new, back},
        }  # fmt: skip
        for query, copies in found.items():
            html = page(client, rosa, query)
            assert {copy for copy in (old, new, back) if copy.number in html} == copies, query
        assert client(rosa).get("/despachos/?desde=2026-05-30&hasta=2026-05-01").status_code == 422


def test_a_confidential_row_shows_its_number_alone_and_is_found_by_it_alone(client, rosa, elsa, posted):
    copy = posted(confidential=True, subject="Canario secreto")
    for person in (rosa, elsa):
        html = page(client, person)
        assert copy.number in html
        assert "Documento confidencial" in html
        assert "Canario secreto" not in html
        assert "Gina Lara" not in html
        assert copy.number not in page(client, person, "?texto=secreto")
    search = page(client, elsa, "?texto=Canario", "/bandejas/devolucion/")
    assert copy.number not in search
    assert copy.number in page(client, elsa, f"?texto={copy.number}", "/bandejas/devolucion/")
    asked = client(elsa).get(address("devolver", copy)).content.decode()
    assert "Canario secreto" not in asked
    assert "Realizados: 1" in confirm(client(elsa), "devolver", copy, reason="absent").content.decode()


def test_devolucion_lists_nothing_until_it_is_asked(client, elsa, posted):
    copy = posted(subject="Respuesta a su pedido")
    assert copy.number not in page(client, elsa, path="/bandejas/devolucion/")
    assert copy.number in page(client, elsa, "?texto=respuesta", "/bandejas/devolucion/")
    assert confirm(client(elsa), "devolver", copy).status_code == 422
    assert confirm(client(elsa), "devolver", copy, reason="other").status_code == 422
    assert "Realizados: 1" in confirm(client(elsa), "devolver", copy, reason="refused").content.decode()
    assert current(copy).state == DispatchState.RETURNED


def test_entregado_asks_day_receiver_and_proof_and_hands_the_proof_out(client, rosa, bruno, posted):
    copy = posted()
    path = f"/despachos/{current(copy).uuid}/entregado/"
    assert client(bruno).get(path).status_code == 404
    assert client(rosa).post(path, {"day": "2999-01-01"}).status_code == 422
    wrong = client(rosa).post(
        path, {"day": clock.today().isoformat(), "evidence": SimpleUploadedFile("guia.pdf", b"no")}
    )
    assert (wrong.status_code, "su contenido no es el de un archivo .pdf" in wrong.content.decode()) == (422, True)
    data = {
        "day": clock.today().isoformat(),
        "received_by": "Gina",
        "evidence": SimpleUploadedFile("guia.pdf", factories.TINY_PDF),
    }
    assert "quedó registrada" in client(rosa).post(path, data, follow=True).content.decode()
    proof = f"/despachos/{current(copy).uuid}/constancia/"
    assert b"".join(client(rosa).get(proof).streaming_content) == factories.TINY_PDF
    assert client(bruno).get(proof).status_code == 404
    assert "recibió Gina" in page(client, rosa)


def test_enviar_offers_the_transports_of_the_institution_and_any_other(client, rosa, gina, printing):
    copy = printing(citizens=[gina]).copies.get(party__person=gina)
    html = client(rosa).get(address("enviar", copy)).content.decode()
    assert "Mensajería propia" in html
    assert confirm(client(rosa), "enviar", copy, carrier="otro").status_code == 422
    confirm(client(rosa), "enviar", copy, carrier="otro", other_carrier="Servientrega", guide="S-1")
    assert (current(copy).carrier, current(copy).guide) == ("Servientrega", "S-1")
    assert "Servientrega" in page(client, rosa, "?transporte=Servientrega")


def test_the_author_reads_the_journey_in_copias_and_the_return_in_enviados(client, ana, elsa, posted):
    copy = posted()
    copies = f"/documentos/{factories.original_of(copy.document).uuid}/copias/"
    assert "Correos, guía EC-001" in page(client, ana, path=copies)
    mark_returned(copy, actor=elsa.actor, reason="other", note="Se mudó")
    assert "Otro: Se mudó" in page(client, ana, path=copies)
    assert "Devuelto: 1" in page(client, ana, path="/bandejas/enviados/")
    assert copy.number in page(client, ana, "?entrega=devuelto", "/bandejas/enviados/")
    assert copy.number not in page(client, ana, "?entrega=completa", "/bandejas/enviados/")


def test_imprimir_sobre_asks_what_to_print_and_answers_with_the_file(client, ana, rosa, gina, printing):
    copy = printing(citizens=[gina]).copies.get(party__person=gina)
    asked = client(rosa).get(address("imprimir-sobre", copy)).content.decode()
    assert "Dirección" in asked
    assert "Imprimir Sobre" in page(client, rosa, path="/bandejas/por-imprimir/")
    assert confirm(client(rosa), "imprimir-sobre", copy).status_code == 422
    answer = confirm(
        client(rosa), "imprimir-sobre", copy, parts=["name", "address"], address="Loja 12", city="", phone=""
    )
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert 'value="Loja 12"' in client(rosa).get(address("imprimir-sobre", copy)).content.decode()


def test_the_author_prints_the_envelopes_of_a_document_from_its_original(client, ana, carla, gina, printing):
    original = factories.original_of(printing(to=[carla], citizens=[gina], confidential=True))
    html = page(client, ana, path=f"/documentos/{original.uuid}/")
    [link] = re.findall(r'href="(/documentos/acciones/imprimir-sobre/[^"]+)"', html)
    asked = client(ana).get(link.replace("&amp;", "&")).content.decode()
    assert "Se imprimen 2 sobres" in asked
    copies = original.document.copies.exclude(role="original")
    assert confirm(client(ana), "imprimir-sobre", *copies, parts=["name"])["Content-Type"] == "application/pdf"


def test_enviar_fisico_offers_its_paper_on_the_result_and_in_the_recorrido(client, ana, bruno, elsa):
    copies = [factories.copy_of(d, bruno) for d in factories.make_documents(2, ana, to=[bruno])]
    assert "Enviar Físico" in page(client, bruno, path=f"/documentos/{copies[0].uuid}/")
    result = confirm(
        client(bruno), "enviar-fisico", *copies, target=ana.appointment.pk, responsible="Mario", condition="good"
    )
    [sheet] = set(PhysicalTransfer.objects.values_list("sheet", flat=True))
    assert f'href="/traspasos/{sheet}/"' in result.content.decode()
    assert "Realizados: 2" in result.content.decode()
    assert f'href="/traspasos/{sheet}/"' in page(client, bruno, path=f"/documentos/{copies[1].uuid}/recorrido/")
    for person in (bruno, ana):
        assert client(person).get(f"/traspasos/{sheet}/")["Content-Type"] == "application/pdf"
    assert client(elsa).get(f"/traspasos/{sheet}/").status_code == 404


def test_the_list_costs_the_same_for_ten_rows_as_for_three(client, rosa, posted):
    counts = []
    for more in (3, 7):
        for _ in range(more):
            copy = posted()
        confirm_delivery(copy, actor=rosa.actor, day=clock.today())
        entered = client(rosa)
        entered.get("/despachos/")
        with CaptureQueriesContext(connection) as queries:
            entered.get("/despachos/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
