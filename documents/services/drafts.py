"""Drafts to Eliminados and back (documents §4.2, D-45)."""

from django.db import transaction

from documents import history, numbering, permissions
from documents.models import Copy, Document
from documents.services import tasks
from quipux.workflow import Entry, Move, perform


@transaction.atomic
def delete_draft(copy: Copy, *, actor, comment="") -> Copy:
    """Eliminar: the draft goes to Eliminados, its tasks end, it lets go of its antecedent and consequents.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's, or no draft any more.
        Invalid: it has its number already, as an external has, and no comment says why it is annulled.
    """
    if permissions.is_holder(copy, actor):
        tasks.cancel_all(copy, actor=actor, reason="El borrador se eliminó.")
    [copy] = perform(Move(copy, "delete_draft"), actor=actor, subject=copy,
                     entries=[Entry(history.DELETE, comment=comment)])  # fmt: skip
    if copy.number:
        numbering.annul(copy.document, comment, actor)
    Document.objects.filter(pk=copy.document_id).update(antecedent=None)
    Document.objects.filter(antecedent=copy.document_id).update(antecedent=None)
    return copy


@transaction.atomic
def restore_deleted(copy: Copy, *, actor, comment="") -> Copy:
    """Restaurar: En Edición again, and its number is in use again; associations and tasks do not return."""
    [copy] = perform(Move(copy, "restore_deleted"), actor=actor, subject=copy,
                     entries=[Entry(history.RESTORE, comment=comment)])  # fmt: skip
    if copy.number:
        numbering.restore(copy.document)
    return copy


def purge(copy: Copy, *, actor, comment="") -> Copy:
    """Eliminar definitivo: nobody opens it any more; its rows stay for auditors."""
    [copy] = perform(Move(copy, "purge"), actor=actor, subject=copy,
                     entries=[Entry(history.PURGE, comment=comment)])  # fmt: skip
    return copy
