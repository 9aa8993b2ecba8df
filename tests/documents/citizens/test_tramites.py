"""«Consultar trámite»: plain states for who has the comprobante, one answer for everybody else (documents §15)."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from documents.consulting import code_for
from documents.models import Copy
from documents.rendering.receipts import address
from documents.services import mark_read, shelve
from documents.states import CopyRole
from quipux import clock
from tests import factories
from tests.accounts.entering.making import solved
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.documents.citizens import making

pytestmark = pytest.mark.django_db
PAGE = "/tramites/"
NOT_FOUND = "No encontramos un trámite con ese número y código."


def ask(number, code, **environ):
    return Client(**environ).get(PAGE, {"numero": number, "codigo": code})


def ask_as_a_person(number, code, network):
    """The same with the code that is shown, where the page asks for it."""
    client, data = Client(REMOTE_ADDR=network), {"numero": number, "codigo": code}
    page = client.get(PAGE)
    return client.get(PAGE, solved(page, **data) if "codigo_mostrado" in page.text else data)


def ask_about(document):
    """What who has its comprobante is answered."""
    return ask(document.number, code_for(document))


def received_of(document) -> Copy:
    return document.copies.select_related("holder").exclude(role=CopyRole.ORIGINAL).get()


def test_the_state_of_a_tramite_is_told_in_plain_words_at_every_step(external, letter, gina, bruno):
    begun = clock.now() - timedelta(days=12)
    document = external(gina, to=[bruno], at=begun)
    copy = received_of(document)
    shown = Page(ask_about(document)).pairs()
    assert shown == {"Trámite": document.number, "Institución": "Ministerio de Ejemplo",
                     "Fecha de recepción": clock.local(begun).date().isoformat(), "Lo tiene": "Dirección",
                     "Días transcurridos": "12"}  # fmt: skip
    assert "Recibido." in Page(ask_about(document)).text
    mark_read(copy, actor=bruno.actor)
    assert "En trámite." in Page(ask_about(document)).text
    answer = letter(bruno, to=gina, answer_to=copy, at=clock.now() - timedelta(days=2))
    page = Page(ask_about(document))
    day = clock.local(answer.document_date).date().isoformat()
    assert "Contestado." in page.text
    assert page.pairs()["Respuesta"] == f"{answer.number}, del {day}"
    assert page.pairs()["Días transcurridos"] == "10"


def test_a_tramite_shelved_without_answer_is_said_to_be_archived(external, gina, bruno):
    document = external(gina, to=[bruno])
    shelve(received_of(document), actor=bruno.actor, comment="Atendido.")
    assert "Archivado." in Page(ask_about(document)).text


def test_the_answer_names_nobody_and_nothing_of_the_content(external, gina, bruno):
    document = external(gina, to=[bruno], subject="Queja contra el servicio", reference="GS-2026-7")
    mark_read(received_of(document), actor=bruno.actor)
    body = ask_about(document).content.decode()
    for secret in ("Gina", "Salazar", "Bruno", "Salas", "Elsa", "Queja contra el servicio", "GS-2026-7", "Provisión",
                   "Director"):  # fmt: skip
        assert secret not in body


def test_number_and_code_are_understood_as_people_type_them(external, gina, bruno):
    document = external(gina, to=[bruno])
    code = code_for(document)
    bare, spaced = code.replace("-", "").lower(), f" {code.replace('-', ' ')} "
    for number, typed in ((document.number.lower(), bare), (f"  {document.number} ", spaced)):
        assert document.number in Page(ask(number, typed)).text


def test_d_69_a_47_a_confidential_tramite_answers_byte_for_byte_as_an_unknown_one(external, gina, bruno):
    document = external(gina, to=[bruno], confidential=True)
    secret, unknown = ask_about(document), ask("MINEJ-VU-1999-0001-E", "9999-9999-9999")
    assert (secret.status_code, secret.content) == (unknown.status_code, unknown.content)
    assert dict(secret.headers) == dict(unknown.headers)
    assert NOT_FOUND in Page(secret).text


def test_s_67_a_47_wrong_code_training_and_unknown_are_one_answer_byte_for_byte(external, gina, bruno):
    document = external(gina, to=[bruno])
    school = factories.make_institution("Institución de Práctica", sigla="PRACT", training=True)
    area = factories.make_area(school, "Ventanilla de Práctica", sigla="VP")
    clerk, other = (servant(factories.make_servant(area, name)) for name in ("Pía Roca", "Saúl Mora"))
    practice = making.external(clerk, gina.user, to=[other])
    asked = [(document.number, "9999-9999-9999"), (document.number, "hola"), (practice.number, code_for(practice)),
             ("NADIE-1", code_for(document)), ("NADIE-2", "ZZZZ-ZZZZ-ZZZZ")]  # fmt: skip
    answers = [ask(*one, REMOTE_ADDR=f"192.0.2.{n}") for n, one in enumerate(asked)]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert {answer.status_code for answer in answers} == {200}
    assert NOT_FOUND in Page(answers[0]).text


def test_s_67_a_47_twenty_tries_an_hour_and_network_are_answered(external, gina, bruno):
    document = external(gina, to=[bruno])
    with clock.frozen_at(clock.now().replace(minute=30, second=0)):
        tries = [ask_as_a_person("NADIE", "9999-9999-9999", f"2001:db8:7:7::{n:x}").status_code for n in range(20)]
        assert tries == [200] * 20
        refused = ask_as_a_person(document.number, code_for(document), "2001:db8:7:7:ffff::1")
        assert (refused.status_code, refused["Retry-After"]) == (429, "1800")
        assert document.number not in refused.content.decode()
        assert ask(document.number, code_for(document), REMOTE_ADDR="192.0.2.9").status_code == 200
        assert Client(REMOTE_ADDR="2001:db8:7:7::1").get(PAGE).status_code == 200


def test_s_67_after_three_failures_of_a_network_the_code_that_is_shown_is_asked_for(external, gina, bruno):
    document, hidden = external(gina, to=[bruno]), external(gina, to=[bruno], confidential=True)
    with clock.frozen_at(clock.now().replace(minute=30, second=0)):
        assert ask_about(document).context["form"].fields.keys() == {"numero", "codigo"}
        for _ in range(3):
            ask("NADIE", "9999-9999-9999")
        unsolved = ask_about(document)
        assert (unsolved.status_code, document.number in Page(unsolved).pairs().values()) == (422, False)
        wrong = Client().get(
            PAGE, {"numero": document.number, "codigo": code_for(document), "codigo_mostrado": "ACACAC"}
        )
        assert "El código no coincide" in wrong.text
        another = Client().get(PAGE, {"numero": "X-1", "codigo": "z", "otro_codigo": "1"})
        assert (another.status_code, Page(another).fields()["numero"], Page(another).errors()) == (200, "X-1", [])
        answers = [ask_as_a_person(*one, "127.0.0.1") for one in (("NADIE", "z"), (hidden.number, code_for(hidden)))]
        assert answers[0].content == answers[1].content
        assert document.number in ask_as_a_person(document.number, code_for(document), "127.0.0.1").text
        assert "codigo_mostrado" not in Client(REMOTE_ADDR="192.0.2.9").get(PAGE).text


def test_what_was_left_empty_is_asked_for_beside_its_field():
    answer = ask("", "")
    assert answer.status_code == 422
    assert [target for _, target in Page(answer).errors()] == ["#id_numero", "#id_codigo"]


def test_the_qr_brings_the_number_and_its_answer_asks_only_for_the_code(external, gina, bruno):
    document = external(gina, to=[bruno])
    page = Page(Client().get(urlsplit(address(document))._replace(scheme="", netloc="", fragment="").geturl()))
    assert page.fields() == {"numero": document.number, "codigo": ""}
    assert page.errors() == []
