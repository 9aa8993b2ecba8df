"""Docs Asociados and Seguimiento: trees of documents, each as far as its reader may see it (documents §13.5, §13.6)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from documents.models import Copy, Document, Sending
from documents.permissions import CONTENT
from documents.states import Confidentiality, CopyRole, CopyState, Route
from documents.text import words_of_html
from quipux import clock
from quipux.web.components import Column, Link

LIMIT = 300  # documents of one tree that a page shows
ANTECEDENTS = "SELECT id AS child, antecedent_id AS parent FROM documents_document WHERE antecedent_id IS NOT NULL"
ANSWERS = ("SELECT d.id AS child, c.document_id AS parent FROM documents_document d "
           "JOIN documents_copy c ON c.id = d.answer_to_id")  # fmt: skip
UPWARDS = """
    WITH RECURSIVE edge AS NOT MATERIALIZED ({edges}), up(id, depth, path) AS (
        SELECT %s::bigint, 0, ARRAY[%s::bigint]
        UNION ALL
        SELECT edge.parent, up.depth + 1, up.path || edge.parent FROM edge JOIN up ON edge.child = up.id
        WHERE NOT edge.parent = ANY(up.path)
    ) SELECT id FROM up ORDER BY depth DESC LIMIT 1
"""
DOWNWARDS = """
    WITH RECURSIVE edge AS NOT MATERIALIZED ({edges}), down(id, parent, depth, path) AS (
        SELECT %s::bigint, NULL::bigint, 0, ARRAY[%s::bigint]
        UNION ALL
        SELECT edge.child, edge.parent, down.depth + 1, down.path || edge.child
        FROM edge JOIN down ON edge.parent = down.id WHERE NOT edge.child = ANY(down.path)
    ) SELECT id, parent, depth FROM down ORDER BY path LIMIT %s
"""
LINK_COLUMNS = [Column(label) for label in ("Documento", "Fecha", "Tipo", "Asunto")]
CHAIN_COLUMNS = [Column(label) for label in ("Documento", "Fecha", "Envío", "Estado")] + [
    Column("No. días", "Días desde el documento anterior", numeric=True), Column("Asunto")]  # fmt: skip
MASK = "Documento confidencial"
UNREADABLE = "Usted no puede leer el texto de este documento."
MOST_TURNS = 50  # documents of a conversation that a page shows
SHOWN = 4_000  # characters of each; the whole of it is on the document's page


@dataclass(frozen=True)
class Node:
    """One document of a tree.

    Attributes:
        copy: the copy that the reader may open; None where there is none.
        days: since the document above it; None at the root.
    """

    document: Document
    depth: int
    copy: Copy | None
    is_current: bool
    days: int | None

    @property
    def url(self) -> str:
        return reverse("documents:document", args=[self.copy.uuid]) if self.copy else ""

    @property
    def name(self) -> str:
        own = self.copy and self.copy.number
        return own or self.document.number or self.document.temporary_number or "Borrador"

    @property
    def subject(self) -> str:
        if self.copy:
            return self.document.subject
        return MASK if self.document.confidentiality == Confidentiality.CONFIDENTIAL else ""


def associated(copy: Copy, actor) -> list[Node]:
    """The tree of antecedentes and consecuentes around a document, from the first one down."""
    return _tree(copy, actor, ANTECEDENTS)


def followed(copy: Copy, actor) -> list[Node]:
    """The document, its answers, the answers to them."""
    return _tree(copy, actor, ANSWERS)


def _tree(copy, actor, edges) -> list[Node]:
    with connection.cursor() as cursor:
        cursor.execute(UPWARDS.format(edges=edges), [copy.document_id, copy.document_id])
        [root] = cursor.fetchone()
        cursor.execute(DOWNWARDS.format(edges=edges), [root, root, LIMIT])
        rows = cursor.fetchall()
    keys = [row[0] for row in rows]
    documents, copies = _documents(keys), _openable(keys, actor, copy)
    nodes = [_node(documents, copies, copy, *row) for row in rows]
    # Somebody else's draft is nobody's business before it has a number.
    return [node for node in nodes if node.copy or node.document.number]


def _documents(keys):
    original = Copy.objects.filter(document=OuterRef("pk"), role=CopyRole.ORIGINAL)
    route = Sending.objects.filter(document=OuterRef("pk")).values("route")[:1]
    found = Document.objects.select_related("type").annotate(
        confidentiality=Subquery(original.values("confidentiality")[:1]), route=Subquery(route),
        original_state=Subquery(original.values("state")[:1]))  # fmt: skip
    return found.in_bulk(keys)


def _openable(keys, actor, current):
    """Document → the copy to open: this very one, else one held by the actor, else any."""
    copies = Copy.objects.visible_to(actor, at_least=1).filter(document__in=keys).select_related("document__type")
    best = {}
    for one in copies.order_by("pk"):
        mine = one.holder_id == actor.appointment.pk
        if one.document_id not in best or mine or one.pk == current.pk:
            best[one.document_id] = one
    best[current.document_id] = current
    return best


def _node(documents, copies, current, key, parent, depth):
    document, above = documents[key], documents.get(parent)
    days = (_date(document) - _date(above)).days if above else None
    return Node(document, depth, copies.get(key), key == current.document_id, days)


def _date(document):
    return clock.local(document.shown_date or document.registered_at).date()


# Conversation -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Turn:
    """One document of a chain of answers, as it is read.

    Attributes:
        text: its words, cut to what is shown at once; empty where ``reason`` says why.
    """

    node: Node
    text: str
    is_cut: bool
    reason: str

    @property
    def date(self) -> date:
        return _date(self.node.document)


def conversation(nodes: list[Node], actor) -> list[Turn]:
    """The documents of a chain in the order in which they were written, each with its text where the actor reads it.

    The text of a confidential document is read on its own page alone, where every reading is noted.
    """
    shown = sorted(nodes, key=lambda node: (_date(node.document), node.document.pk))[:MOST_TURNS]
    keys = [node.copy.pk for node in shown if node.copy]
    read = set(Copy.objects.visible_to(actor, at_least=CONTENT).filter(pk__in=keys).values_list("pk", flat=True))
    return [_turn(node, read) for node in shown]


def _turn(node, read):
    if node.copy is None or node.copy.pk not in read:
        return Turn(node, "", False, node.subject if node.copy is None and node.subject else UNREADABLE)
    if node.copy.is_confidential:
        return Turn(node, "", False, "Documento confidencial: ábralo para leer su texto.")
    text = words_of_html(node.document.body) or node.document.summary
    return Turn(node, text[:SHOWN], len(text) > SHOWN, "" if text else "El documento no tiene texto en Quipux.")


def link_rows(nodes: list[Node]) -> list[list]:
    return [[_named(node), _date(node.document), str(node.document.type), node.subject] for node in nodes]


def chain_rows(nodes: list[Node]) -> list[list]:
    return [[_named(node), _date(node.document), _sending(node.document), _state(node.document), node.days, node.subject]
            for node in nodes]  # fmt: skip


def _named(node):
    indent, name = "— " * node.depth, node.name
    if node.is_current or not node.url:
        return f"{indent}{name}{' (este documento)' if node.is_current else ''}"
    return Link(f"{indent}{name}", node.url)


def _sending(document) -> str:
    if document.frozen_at is None:
        return "Pendiente"
    return str(Route(document.route).label) if document.route else "Electrónico"


def _state(document) -> str:
    return str(CopyState(document.original_state).label) if document.original_state else ""
