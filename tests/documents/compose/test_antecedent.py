"""The antecedente is chosen while composing, among what the person reads (documents §6.2, §4.2)."""

import pytest

from documents import services
from documents.models import Document
from documents.search import indexing
from documents.services import links
from tests import factories
from tests.documents.compose.browsing import NEW, Browser
from tests.documents.compose.making import draft, kind, let_write

SEARCH = "/documentos/antecedente/"


@pytest.fixture
def letter(ana, bruno):
    kind("memorando")
    let_write(ana)
    return factories.copy_of(factories.make_document(bruno, to=[ana], subject="Contrato de limpieza"), ana)


def search(tab, text):
    return tab.client.get(SEARCH, {"sesion": tab.session.uuid, "texto": text}).content.decode()


def choose(tab, document):
    answer = tab.client.post(f"{SEARCH}?sesion={tab.session.uuid}", {"sesion": tab.session.uuid, "elegir": document.uuid},
                             follow=True)  # fmt: skip
    tab.read(answer)
    return answer


def test_a_document_is_found_chosen_and_kept_with_what_was_typed(client, ana, elsa, letter):
    original = services.create(draft(elsa), actor=ana.actor)
    tab = Browser(client(ana)).open(f"/documentos/{original.uuid}/editar/")
    assert "Buscar antecedente" in tab.page
    tab.send("antecedente:buscar", asunto="Con antecedente", cuerpo="Uno", formato="texto")
    indexing.reindex_due()
    tab.open(f"/documentos/{original.uuid}/editar/?sesion={tab.answer.wsgi_request.GET['sesion']}")
    assert f'Elegir<span class="govuk-visually-hidden"> {letter.number}' in search(tab, "limpieza")
    choose(tab, letter.document)
    assert f"El antecedente es {letter.number}." in tab.page
    assert 'value="Con antecedente"' in tab.page
    tab.send("aceptar", asunto="Con antecedente", cuerpo="Uno", formato="texto")
    assert Document.objects.get(pk=original.document_id).antecedent == letter.document
    tab.open(f"/documentos/{original.uuid}/editar/")
    tab.send("antecedente:quitar", asunto="Sin él", cuerpo="Uno", formato="texto")
    assert "<b>Antecedente:</b> ninguno" in tab.page
    tab.send("aceptar", asunto="Sin él", cuerpo="Uno", formato="texto")
    assert Document.objects.get(pk=original.document_id).antecedent is None


def test_only_what_the_person_reads_is_found_or_taken(client, ana, bruno, elsa, letter):
    foreign = factories.make_document(bruno, to=[elsa], subject="Contrato ajeno")
    indexing.reindex_due()
    tab = Browser(client(ana)).open(NEW)
    tab.send("guardar", asunto="A", cuerpo="", formato="texto")
    page = search(tab, "contrato")
    assert "Contrato de limpieza" in page
    assert "Contrato ajeno" not in page
    choose(tab, foreign)
    assert "No encontramos el antecedente." in tab.page
    assert tab.session.payload["antecedente"] == ""


def test_d_46_a_ring_is_refused_while_composing(client, ana, elsa, letter):
    original = services.create(draft(elsa), actor=ana.actor)
    links.link(letter, original, actor=ana.actor)
    tab = Browser(client(ana)).open(f"/documentos/{original.uuid}/editar/")
    tab.send("guardar", asunto="A", cuerpo="Uno", formato="texto")
    choose(tab, letter.document)
    assert f"El documento ya es consecuente de {original.document.temporary_number}." in tab.page
