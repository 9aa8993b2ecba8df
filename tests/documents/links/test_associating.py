"""Docs Asociados and Seguimiento (documents §13.5, §13.6, D-46, D-41)."""

import pytest

from documents.detail import links as shown
from documents.models import Document
from documents.search import indexing
from documents.services import links
from quipux.errors import Conflict, NotAllowedNow, NotFound
from quipux.history.models import Entry
from tests import factories


@pytest.fixture
def three(ana, bruno):
    """A, B and C: three documents of Bruno to Ana, as Ana's copies."""
    return [
        factories.copy_of(factories.make_document(bruno, to=[ana], subject=f"Asunto {name}"), ana) for name in "ABC"
    ]


def antecedent_of(copy):
    return Document.objects.get(pk=copy.document_id).antecedent_id


def test_d_46_a_ring_is_refused_and_both_recorridos_show_association_and_removal(ana, three):
    a, b, c = three
    links.link(b, a, actor=ana.actor)
    links.link(b, a, actor=ana.actor)  # again: nothing more
    links.link(c, b, actor=ana.actor)
    for consequent, antecedent in ((a, b), (a, c)):
        with pytest.raises(Conflict, match=f"El documento ya es consecuente de {consequent.number}"):
            links.link(consequent, antecedent, actor=ana.actor)
    with pytest.raises(NotAllowedNow, match="ya tiene un antecedente"):
        links.link(c, a, actor=ana.actor)
    links.unlink(b, a, actor=ana.actor)
    assert antecedent_of(b) is None
    trail = [(entry.label, entry.comment) for entry in Entry.objects.of(a)[:2]]
    assert trail == [
        ("Quitar asociación", f"Consecuente: {b.number}"),
        ("Asociar documento", f"Consecuente: {b.number}"),
    ]
    assert Entry.objects.of(b).filter(action="link").values_list("comment", flat=True)[::1] == [
        f"Consecuente: {c.number}", f"Antecedente: {a.number}"]  # fmt: skip
    with pytest.raises(Conflict, match="ya no están asociados"):
        links.unlink(b, a, actor=ana.actor)
    links.link(a, c, actor=ana.actor)  # B and C let go of A, so this closes no ring


def test_d_46_who_has_no_rights_over_both_gets_404(client, ana, bruno, carla, diego, three):
    a, b, _ = three
    foreign = factories.copy_of(factories.make_document(bruno, to=[carla], subject="Ajeno"), carla)
    for actor, pair in ((diego.actor, (b, a)), (ana.actor, (b, foreign)), (carla.actor, (foreign, a))):
        with pytest.raises(NotFound):
            links.link(*pair, actor=actor)
    address = f"/documentos/{b.uuid}/asociados/"
    assert client(diego).post(address, {"number": a.number, "role": "antecedent"}).status_code == 404
    assert client(carla).post(f"{address}quitar/", {"asociacion": b.uuid}).status_code == 404
    assert not Document.objects.filter(antecedent__isnull=False).exists()


def test_the_tab_adds_shows_and_takes_away(client, ana, three):
    a, b, c = three
    entered, address = client(ana), f"/documentos/{b.uuid}/asociados/"
    assert entered.post(address, {"number": a.number.lower(), "role": "antecedent"}).status_code == 302
    assert entered.post(address, {"number": c.number, "role": "consequent"}).status_code == 302
    refused = entered.post(f"/documentos/{a.uuid}/asociados/", {"number": c.number, "role": "antecedent"})
    assert refused.status_code == 422
    assert "El documento ya es consecuente de" in refused.text
    assert (
        "No encontramos entre sus documentos" in entered.post(address, {"number": "NADA-1", "role": "antecedent"}).text
    )
    page = entered.get(f"/documentos/{c.uuid}/asociados/").text
    assert page.index("Asunto A") < page.index("Asunto B") < page.index("Asunto C")
    assert f'href="/documentos/{a.uuid}/">Ir al primer documento' in page
    assert entered.post(f"{address}quitar/", {"asociacion": b.uuid}).status_code == 302
    assert antecedent_of(b) is None
    assert antecedent_of(c) == b.document_id


def test_what_a_reader_may_not_open_is_masked_in_the_tree(ana, bruno, diego, three):
    a, _, _ = three
    secret = factories.make_document(diego, to=[bruno], subject="Canario reservado", confidential=True)
    draft = factories.make_draft(diego, to=[bruno], subject="Canario del borrador")
    open_ = factories.make_document(diego, to=[diego_colleague(diego)], subject="Canario de otra área")
    for document in (secret, draft, open_):
        Document.objects.filter(pk=document.pk).update(antecedent=a.document_id)
    nodes = shown.associated(a, ana.actor)
    assert [node.name for node in nodes] == [a.number, secret.number, open_.number]
    assert [node.subject for node in nodes] == ["Asunto A", "Documento confidencial", ""]
    assert [bool(node.url) for node in nodes] == [True, False, False]


def diego_colleague(diego):
    return factories.make_servant(diego.appointment.area)


def test_d_41_the_chain_of_answers_stands_as_a_tree(client, ana, bruno, elsa):
    asked = factories.make_document(elsa, to=[ana], subject="Pedido")
    first = factories.make_document(
        ana, to=[bruno], answer_to=factories.copy_of(asked, ana), subject="Primera respuesta"
    )
    second = factories.make_document(bruno, to=[ana], answer_to=factories.copy_of(first, bruno), subject="Segunda")
    draft = factories.make_draft(ana, to=[bruno], answer_to=factories.copy_of(second, ana), subject="Tercera")
    nodes = shown.followed(factories.original_of(first), ana.actor)
    assert [(node.document.pk, node.depth) for node in nodes] == [
        (asked.pk, 0), (first.pk, 1), (second.pk, 2), (draft.pk, 3)]  # fmt: skip
    rows = shown.chain_rows(nodes)
    assert [row[2] for row in rows] == ["Electrónico", "Electrónico", "Electrónico", "Pendiente"]
    assert rows[1][4] == 0
    page = client(ana).get(f"/documentos/{factories.original_of(first).uuid}/seguimiento/").text
    assert page.index("Pedido") < page.index("Primera respuesta") < page.index("Segunda") < page.index("Tercera")


def test_a_chain_is_read_as_a_conversation_without_what_is_not_for_its_reader(client, ana, bruno, elsa):
    asked = factories.make_document(elsa, to=[ana], subject="Pedido", body="<p>¿Cuántos hay?</p>")
    copy = factories.copy_of(asked, ana)
    reply = factories.make_document(ana, to=[elsa], answer_to=copy, subject="Respuesta", body="<p>Hay doce.</p>")
    factories.make_document(elsa, to=[bruno], answer_to=factories.copy_of(reply, elsa), subject="Canario de asunto",
                            body="<p>Canario de texto.</p>", confidential=True)  # fmt: skip
    page = client(ana).get(f"/documentos/{copy.uuid}/seguimiento/?vista=conversacion").text
    assert page.index("¿Cuántos hay?") < page.index("Hay doce.") < page.index("Documento confidencial")
    assert "Canario" not in page
    his = client(bruno).get(f"/documentos/{factories.original_of(reply).uuid}/seguimiento/?vista=conversacion").text
    assert "ábralo para leer su texto" in his
    assert "Canario de texto" not in his


def test_the_menu_leads_to_the_chain_of_a_document_by_its_number(client, ana, bruno, carla):
    asked = factories.make_document(bruno, to=[ana], subject="Pedido de cupo")
    indexing.reindex_due()
    entered = client(ana)
    assert 'href="/seguimiento/"' in entered.get("/bandejas/recibidos/").text
    straight = entered.get("/seguimiento/", {"texto": asked.number}, follow=True)
    assert "Seguimiento: documento, respuestas y respuestas a ellas" in straight.text
    assert f'/seguimiento/">{asked.number}</a>' in entered.get("/seguimiento/", {"texto": "cupo"}).text.replace(
        "→ ", ""
    )
    assert "No encontramos «" in client(carla).get("/seguimiento/", {"texto": asked.number}).text


def test_a_large_tree_takes_no_more_queries_than_a_small_one(ana, bruno, three, django_assert_num_queries):
    a, b, c = three
    Document.objects.filter(pk=b.document_id).update(antecedent=a.document_id)
    assert ana.actor.permissions is not None  # read once per request
    with django_assert_num_queries(4):
        assert len(shown.associated(a, ana.actor)) == 2
    Document.objects.filter(pk=c.document_id).update(antecedent=b.document_id)
    with django_assert_num_queries(4):
        assert len(shown.associated(a, ana.actor)) == 3
