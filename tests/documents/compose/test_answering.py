"""Responder, Responder a Todos, Copiar (documents §6.5, D-41)."""

import pytest

from documents import services
from documents.models import Document
from documents.services.answering import readable_attachments
from documents.states import CopyState, PartyRole
from documents.trays import membership
from quipux.errors import Forbidden, NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.documents.compose.making import kind, let_write
from tests.documents.window import making as window


@pytest.fixture(autouse=True)
def writers(ana, bruno):
    let_write(ana, bruno)
    kind("oficio")


def people(draft, role):
    return [p.appointment for p in draft.document.parties.filter(role=role)]


def newest(copy):
    entry = Entry.objects.of(copy).first()
    return entry.label, entry.details.get("draft")


def test_the_answer_goes_to_the_sender_and_leaves_its_traces(ana, bruno, elsa):
    sent = factories.make_document(bruno, to=[ana, elsa], subject="Pedido", confidential=True)
    copy = factories.copy_of(sent, ana)
    draft = services.answer(copy, ana.actor)
    document = draft.document
    assert (document.subject, document.reference, document.type.slug) == ("Pedido", sent.number, "memorando")
    assert (document.answer_to, document.antecedent, draft.is_confidential) == (copy, sent, True)
    assert (people(draft, PartyRole.TO), people(draft, PartyRole.CC)) == ([bruno.appointment], [])
    assert (draft.holder, draft.state) == (ana.appointment, CopyState.DRAFT)
    for traced in (copy, factories.original_of(sent)):
        assert newest(traced) == ("Responder", str(draft.uuid))
    copy.refresh_from_db()
    assert (copy.state, copy.holder) == (CopyState.IN_PROCESS, ana.appointment)


@pytest.mark.parametrize("to_all", [False, True], ids=["Responder", "Responder a Todos"])
def test_d_41_an_external_is_answered_followed_and_stays_in_recibidos_until_it_is_archived(
    client, ana, bruno, elsa, to_all
):
    """Elsa's E number goes to Ana and Bruno; Ana answers, Bruno answers the answer."""
    received = window.sent(elsa, ana, bruno).document
    copy, gina = factories.copy_of(received, ana), received.sender.person
    draft = services.answer(copy, ana.actor, to_all=to_all)
    assert (draft.document.reference, draft.document.antecedent, draft.document.answer_to) == (
        received.number, received, copy)  # fmt: skip
    assert [p.person or p.appointment for p in draft.document.parties.filter(role=PartyRole.TO)] == [
        gina, *([bruno.appointment] if to_all else [])]  # fmt: skip
    for traced in (copy, factories.original_of(received)):
        assert newest(traced) == ("Responder", str(draft.uuid))
    answered = factories.send(draft.document)
    for traced in (copy, factories.original_of(received)):
        entry = Entry.objects.of(traced).first()
        assert (entry.label, entry.comment) == ("Envío de respuesta electrónica", f"Respuesta: {answered.number}")
    third = factories.make_document(bruno, to=[ana], answer_to=factories.original_of(answered))
    page = client(ana).get(f"/documentos/{copy.uuid}/seguimiento/").text
    assert page.index(f"{received.number} (este documento)") < page.index(f"— {answered.number}") < page.index(
        f"— — {third.number}")  # fmt: skip
    assert copy in membership.received(ana.actor)
    services.shelve(copy, actor=ana.actor)
    assert copy not in membership.received(ana.actor)


def test_the_answer_to_all_reaches_the_other_addressees_and_copies(ana, bruno, elsa, diego):
    sent = factories.make_document(bruno, to=[elsa, ana], cc=[diego])
    draft = services.answer(factories.copy_of(sent, ana), ana.actor, to_all=True)
    assert people(draft, PartyRole.TO) == [bruno.appointment, elsa.appointment]
    assert people(draft, PartyRole.CC) == [diego.appointment]


def test_what_came_from_outside_is_answered_with_an_oficio_that_names_it(ana, carla):
    sent = factories.make_document(carla, to=[ana])
    copy = factories.copy_of(sent, ana)
    draft = services.answer(copy, ana.actor)
    assert draft.document.type.slug == "oficio"
    assert copy.number != sent.number
    assert draft.document.body.startswith(f"<p>En respuesta al Documento No. {sent.number}</p>")
    assert (draft.document.reference, draft.document.antecedent) == (copy.number, sent)


def test_the_chosen_annexes_come_along_as_the_same_stored_files(ana, bruno):
    sent = factories.make_document(bruno, to=[ana], attachments=[("a.csv", b"a;b\n"), ("b.csv", b"c;d\n")])
    copy = factories.copy_of(sent, ana)
    chosen = readable_attachments(copy).get(name="b.csv")
    draft = services.answer(copy, ana.actor, attachments=[chosen])
    [annex] = draft.document.attachments.all()
    assert (annex.name, annex.file_id) == ("b.csv", chosen.file_id)


def test_only_the_holder_with_the_right_to_write_answers_and_only_en_tramite(ana, bruno, elsa):
    copy = factories.copy_of(factories.make_document(bruno, to=[ana, elsa]), ana)
    with pytest.raises(Forbidden):
        services.answer(copy, bruno.actor)
    with pytest.raises(Forbidden):  # holds her copy, may not create documents
        services.answer(copy.document.copies.get(holder=elsa.appointment, role="to"), elsa.actor)
    services.shelve(copy, actor=ana.actor)
    with pytest.raises(NotAllowedNow, match=r"^El documento está archivado; debe restaurarlo\.$"):
        services.answer(copy, ana.actor)
    assert Document.objects.count() == 1


def test_a_copy_takes_asunto_text_and_type_and_nothing_else(ana, bruno):
    sent = factories.make_document(
        bruno, to=[ana], subject="Modelo", body="<p>Texto.</p>", attachments=[("a.csv", b"a")]
    )
    copy = factories.copy_of(sent, ana)
    draft = services.duplicate(copy, ana.actor)
    document = draft.document
    assert (document.subject, document.body, document.type) == ("Modelo", "<p>Texto.</p>", sent.type)
    assert (document.attachments.count(), document.answer_to, document.antecedent, document.reference) == (
        0,
        None,
        None,
        "",
    )
    assert [p.role for p in document.parties.all()] == [PartyRole.FROM]
    assert newest(copy) == ("Copiar", str(draft.uuid))
    assert newest(factories.original_of(sent))[0] != "Copiar"


def test_who_does_not_read_a_document_cannot_copy_it(ana, bruno, elsa):
    let_write(elsa)
    sent = factories.make_document(bruno, to=[ana])
    with pytest.raises(Forbidden):
        services.duplicate(factories.copy_of(sent, ana), elsa.actor)
