"""Docs Asociados: one antecedente, many consecuentes, never a ring (documents §4.2, D-46)."""

from django.db import connection, transaction

from documents import history, permissions
from documents.models import Copy, Document
from quipux.errors import Conflict, NotAllowedNow, NotFound
from quipux.history import recorder

LOCK = "documents.links"
ABOVE = """
    WITH RECURSIVE above(id, antecedent_id) AS (
        SELECT id, antecedent_id FROM documents_document WHERE id = %s
        UNION
        SELECT d.id, d.antecedent_id FROM documents_document d JOIN above a ON d.id = a.antecedent_id
    ) SELECT id FROM above
"""


@transaction.atomic
def link(copy: Copy, antecedent: Copy, *, actor) -> None:
    """Make the document of ``antecedent`` the antecedente of that of ``copy``; done already, nothing happens.

    Raises:
        NotFound: the actor does not read both whole, or holds a copy of neither.
        Conflict: it would close a ring.
        NotAllowedNow: the document has another antecedente.
    """
    _require_rights(copy, antecedent, actor)
    _lock()
    document = Document.objects.get(pk=copy.document_id)
    if document.antecedent_id == antecedent.document_id:
        return
    if document.pk in _above(antecedent.document_id):
        raise Conflict(f"El documento ya es consecuente de {_name(copy)}.")
    if document.antecedent_id:
        raise NotAllowedNow("El documento ya tiene un antecedente. Quite primero esa asociación.")
    Document.objects.filter(pk=document.pk).update(antecedent=antecedent.document_id)
    _record(history.LINK, copy, antecedent, actor)


@transaction.atomic
def unlink(copy: Copy, antecedent: Copy, *, actor) -> None:
    """Take the antecedente of a document away.

    Raises:
        NotFound: the actor does not read both whole, or holds a copy of neither.
        Conflict: somebody took it away before.
    """
    _require_rights(copy, antecedent, actor)
    _lock()
    released = Document.objects.filter(pk=copy.document_id, antecedent=antecedent.document_id).update(antecedent=None)
    if not released:
        raise Conflict("Los documentos ya no están asociados.")
    _record(history.UNLINK, copy, antecedent, actor)


def _require_rights(copy, other, actor):
    reads = permissions.can_read(copy, actor) and permissions.can_read(other, actor)
    if not (reads and holds_one(copy, other, actor=actor)):
        raise NotFound("No encontramos ese documento.")


def holds_one(copy: Copy, other: Copy, *, actor) -> bool:
    """Whether the actor has a copy of one of the two documents."""
    documents = [copy.document_id, other.document_id]
    return Copy.objects.filter(document__in=documents, holder=permissions.post_of(actor)).exists()


def _lock():
    """One association at a time: a ring needs two that do not see each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])


def _above(document: int) -> set[int]:
    """The document and all its antecedentes."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, [document])
        return {row[0] for row in cursor.fetchall()}


def _record(action, copy, antecedent, actor):
    for subject, other, role in ((copy, antecedent, "Antecedente"), (antecedent, copy, "Consecuente")):
        recorder.record(subject, action, actor=actor, comment=f"{role}: {_name(other)}",
                        details={"document": str(other.document.uuid)})  # fmt: skip


def _name(copy) -> str:
    return copy.number or copy.document.number or copy.document.temporary_number or "borrador"
