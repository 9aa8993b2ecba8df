"""«Verificar documento» by code and by digest: what anybody may know, and nothing more (documents §15)."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document
from documents.rendering.context import verification_values
from documents.services import sending
from institutions.models import Grant
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from tests import factories
from tests.accounts.entering.making import solved
from tests.backups.pages.reading import Page
from tests.cast import servant

pytestmark = pytest.mark.django_db
PAGE = "/verificar/"
UNKNOWN = "No consta en Quipux."
PDF = factories.tiny_pdf("Oficio para verificar")
SECRETS = ("Asunto reservado", "Ana Torres", "Especialista", "Ministerio de Ejemplo", "Bruno Salas", "Memorando")


@pytest.fixture
def oficio(ana, bruno):
    return factories.make_document(ana, to=[bruno], pdf=PDF, subject="Entrega de la información")


@pytest.fixture
def whispered(ana, bruno):
    return factories.make_document(ana, to=[bruno], pdf=factories.tiny_pdf("Reservado"), subject="Asunto reservado",
                                   confidential=True)  # fmt: skip


def by_code(code, **environ) -> Page:
    return Page(Client(**environ).get(f"{PAGE}{code}/"))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_d_69_the_code_tells_number_date_signer_state_of_the_signature_and_digest(oficio):
    page = by_code(oficio.verification_code)
    assert "Documento oficial registrado." in page.text
    shown = page.pairs()
    assert shown["Número"] == oficio.number
    assert shown["Tipo"] == "Memorando"
    assert shown["Fecha"] == clock.local(oficio.document_date).date().isoformat()
    assert shown["Institución"] == "Ministerio de Ejemplo"
    assert shown["Firmante"] == "Ana Torres, Especialista"
    assert shown["Firma"] == "Sin firma electrónica: su firma consta en el papel"
    assert shown["Asunto"] == "Entrega de la información"
    assert shown["SHA-256 del archivo oficial"].startswith(sha256(PDF))


def test_d_69_the_qr_of_the_printed_document_leads_to_its_page(oficio, settings):
    values = verification_values(oficio)
    assert values["address"] == f"{settings.QUIPUX_PUBLIC_URL}/verificar/{oficio.verification_code}/"
    assert oficio.number in by_code(values["address"].split("/verificar/")[1].rstrip("/")).text


def test_d_69_a_code_is_typed_with_hyphens_or_without(oficio):
    for typed in (oficio.verification_code, oficio.verification_code.replace("-", " ").lower()):
        page = Page(Client().get(PAGE, {"codigo": typed}, follow=True))
        assert page.pairs()["Número"] == oficio.number
    assert oficio.number in by_code(oficio.verification_code.replace("-", "").lower()).text


def test_d_69_of_a_confidential_only_number_date_signature_and_digest_are_said(whispered):
    answer = Client().get(f"{PAGE}{whispered.verification_code}/")
    assert set(Page(answer).pairs()) == {"Número", "Fecha", "Firma", "SHA-256 del archivo oficial"}
    for secret in SECRETS:
        assert secret not in answer.content.decode()
    by_file = Client().get(PAGE, {"huella": sha256(factories.tiny_pdf("Reservado"))})
    assert whispered.number in Page(by_file).text
    for secret in SECRETS:
        assert secret not in by_file.content.decode()


def test_d_69_the_digest_of_the_exact_file_is_known_and_of_one_changed_byte_is_not(oficio):
    known = Page(Client().get(PAGE, {"huella": sha256(PDF)}))
    assert known.pairs()["Número"] == oficio.number
    changed = Page(Client().get(PAGE, {"huella": sha256(PDF[:-1] + b"x")}))
    assert UNKNOWN in changed.text
    assert oficio.number not in changed.text


def as_a_person(code, **environ):
    """What a code is answered, with the code that is shown where the page asks for it."""
    client = Client(**environ)
    page = client.get(f"{PAGE}{code}/")
    return client.get(f"{PAGE}{code}/", solved(page)) if "codigo_mostrado" in page.text else page


def test_s_67_after_three_codes_that_do_not_exist_a_network_shows_that_a_person_asks(oficio):
    there = f"{PAGE}{oficio.verification_code}/"
    with clock.frozen_at(clock.now().replace(minute=20, second=0)):
        for _ in range(3):
            assert UNKNOWN in by_code("7K3M-2QXW-94HT-RB6C").text
        asked = Page(Client().get(there))
        assert (asked.response.status_code, oficio.number in asked.text) == (200, False)
        wrong = Page(Client().get(there, {"codigo_mostrado": "ACACAC"}))
        assert (wrong.response.status_code, [target for _, target in wrong.errors()]) == (422, ["#id_codigo_mostrado"])
        assert Client().get(there, {"codigo_mostrado": "x", "otro_codigo": "1"}).status_code == 200
        assert oficio.number in as_a_person(oficio.verification_code).text
        assert oficio.number in by_code(oficio.verification_code, REMOTE_ADDR="192.0.2.7").text


def test_d_69_the_21st_try_in_an_hour_is_refused_whether_or_not_the_code_exists(oficio):
    with clock.frozen_at(clock.now().replace(minute=20, second=0)):
        tries = [as_a_person(code) for code in ["7K3M-2QXW-94HT-RB6C"] * 19 + [oficio.verification_code] * 2]
        assert [answer.status_code for answer in tries] == [200] * 20 + [429]
        assert [UNKNOWN in Page(answer).text for answer in tries[:20]] == [True] * 19 + [False]
        refused = as_a_person(oficio.verification_code)
        assert (refused.status_code, refused["Retry-After"]) == (429, "2400")
        assert oficio.number not in refused.content.decode()
        assert Client(REMOTE_ADDR="192.0.2.7").get(f"{PAGE}{oficio.verification_code}/").status_code == 200
    with clock.frozen_at(clock.now().replace(minute=20) + timedelta(hours=1)):
        assert Client().get(f"{PAGE}{oficio.verification_code}/").status_code == 200


def test_s_67_the_addresses_of_one_ipv6_network_count_together(oficio):
    with clock.frozen_at(clock.now().replace(minute=20)):
        statuses = [by_code(oficio.verification_code, REMOTE_ADDR=f"2001:db8:1:2::{n:x}").response.status_code
                    for n in range(21)]  # fmt: skip
        assert statuses == [200] * 20 + [429]
        assert by_code(oficio.verification_code, REMOTE_ADDR="2001:db8:1:3::1").response.status_code == 200


def test_an_unknown_code_and_one_of_training_are_the_same_answer(ana):
    school = factories.make_institution("Institución de Práctica", sigla="PRACT", training=True)
    area = factories.make_area(school, "Dirección de Práctica", sigla="DPR")
    pupil, other = (servant(factories.make_servant(area, name)) for name in ("Pía Roca", "Saúl Mora"))
    practice = factories.make_document(pupil, to=[other], pdf=factories.tiny_pdf("Practica"))
    answers = [Client().get(f"{PAGE}{code}/").content.decode().replace(code, "CODIGO")
               for code in (practice.verification_code, "7K3M-2QXW-94HT-RB6C")]  # fmt: skip
    assert answers[0] == answers[1]
    assert UNKNOWN in answers[0]
    assert UNKNOWN in Page(Client().get(PAGE, {"huella": sha256(factories.tiny_pdf("Practica"))})).text


def test_inside_its_own_institution_training_answers(client):
    school = factories.make_institution("Institución de Práctica", sigla="PRACT", training=True)
    area = factories.make_area(school, "Dirección de Práctica", sigla="DPR")
    pupil, other = (servant(factories.make_servant(area, name)) for name in ("Pía Roca", "Saúl Mora"))
    practice = factories.make_document(pupil, to=[other])
    assert practice.number in Page(client(pupil).get(f"{PAGE}{practice.verification_code}/")).text


@pytest.fixture
def annulled(ana, bruno):
    Grant.objects.get_or_create(appointment=ana.appointment, permission="create_outgoing")
    draft = factories.make_draft(ana, to=[bruno], subject="No se enviará")
    original = sending.number_and_freeze(factories.original_of(draft), actor=ana.actor)
    with clock.frozen_at(clock.now() + timedelta(days=2)):
        sending.annul(original, actor=ana.actor, reason="El trámite se suspendió.")
    return Document.objects.get(pk=draft.pk)


def test_d_32_the_public_page_of_an_annulled_number_says_so_with_the_day(annulled):
    day = clock.local(clock.now() + timedelta(days=2)).date().isoformat()
    page = by_code(annulled.verification_code)
    assert f"Anulado el {day}." in page.text
    assert "Documento oficial registrado" not in page.text
    assert page.pairs()["Número"] == annulled.number
    assert page.pairs()["Firma"] == "Sin firma electrónica"
    assert "Descargar el documento oficial (PDF)" not in page.links()


def test_anybody_takes_the_file_of_a_public_document_byte_for_byte(oficio):
    link = by_code(oficio.verification_code).links()["Descargar el documento oficial (PDF)"]
    answer = Client().get(link)
    assert b"".join(answer.streaming_content) == PDF
    taken = AccessEntry.objects.get(event=Event.DOWNLOAD)
    assert (taken.object_uuid, taken.user, taken.size) == (factories.original_of(oficio).uuid, None, len(PDF))


def test_the_file_of_a_confidential_is_only_for_who_reads_a_copy(whispered, client, ana, bruno, carla):
    address = f"{PAGE}{whispered.verification_code}/"
    for reader in (ana, bruno):
        link = Page(client(reader).get(address)).links()["Descargar el documento oficial (PDF)"]
        assert b"".join(client(reader).get(link).streaming_content) == factories.tiny_pdf("Reservado")
        for stranger in (Client(), client(carla)):  # the seal is good, the reader is not
            assert stranger.get(link)["Location"] == address
    assert "Descargar el documento oficial (PDF)" not in Page(client(carla).get(address)).links()


def test_s_67_codes_cannot_be_tried_on_the_address_of_the_file(oficio):
    bare = reverse("documents:verified_pdf", args=[oficio.verification_code])
    link = by_code(oficio.verification_code).links()["Descargar el documento oficial (PDF)"]
    foreign = link.replace(oficio.verification_code, "7K3M-2QXW-94HT-RB6C")
    for address in (bare, f"{bare}?sello=:1:x", foreign):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].startswith(PAGE)) == (302, True)
    with clock.frozen_at(clock.now() + timedelta(minutes=59)):
        assert b"".join(Client().get(link).streaming_content) == PDF


def test_what_is_no_code_and_no_digest_is_explained_beside_its_field():
    for query, target in (({"codigo": "hola"}, "#id_codigo"), ({"huella": "hola"}, "#id_huella")):
        answer = Client().get(PAGE, query)
        assert answer.status_code == 422
        [(_, led)] = Page(answer).errors()
        assert led == target
    assert Page(Client().get(f"{PAGE}algo/")).errors()[0][1] == "#id_codigo"


def test_s_69_no_answer_may_be_kept_and_the_code_leaves_in_no_referrer(oficio):
    for address in (
        PAGE,
        f"{PAGE}{oficio.verification_code}/",
        f"{PAGE}7K3M-2QXW-94HT-RB6C/",
        f"{PAGE}?huella={'0' * 64}",
    ):
        answer = Client().get(address)
        assert (answer["Cache-Control"], "Cookie" in answer["Vary"]) == ("no-store", True)
    assert Client().get(f"{PAGE}{oficio.verification_code}/")["Referrer-Policy"] == "no-referrer"


def test_a_known_and_an_unknown_code_cost_a_few_queries_each(oficio):
    for code, most in ((oficio.verification_code, 12), ("7K3M-2QXW-94HT-RB6C", 8)):
        with CaptureQueriesContext(connection) as queries:
            assert by_code(code).response.status_code == 200
        assert len(queries) <= most, [query["sql"] for query in queries]


def test_the_portal_leads_here_and_the_page_asks_nothing_of_a_file_that_is_hashed():
    assert Page(Client().get("/")).links()["Verificar documento"] == PAGE
    page = Page(Client().get(PAGE))
    chooser = page.find("input", type="file", id="archivo-local")
    assert (chooser.get("name"), chooser.get("form")) == (None, None)
    assert "El archivo no se envía a ninguna parte." in page.text
