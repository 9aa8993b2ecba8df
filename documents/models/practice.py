"""Rows that nobody deletes, but those of a training tenant that is over (institutions §12.8)."""

import pgtrigger

OF_COPY = "(SELECT c.document_id FROM documents_copy c WHERE c.id = OLD.copy_id)"
OF_SIGNATURE = "(SELECT s.document_id FROM documents_signature s WHERE s.id = OLD.signature_id)"
_OF_DOCUMENT = (
    "SELECT 1 FROM documents_document d JOIN institutions_institution i ON i.id = d.institution_id WHERE d.id = {}"
)
OF_COUNTER = ("SELECT 1 FROM documents_numbercounter n JOIN institutions_area a ON a.id = n.area_id"
              " JOIN institutions_institution i ON i.id = a.institution_id WHERE n.id = OLD.counter_id")  # fmt: skip


def of_document(document: str) -> str:
    """The institution that issued the document of a row; ``document`` is SQL that gives its key."""
    return _OF_DOCUMENT.format(document)


def kept(owner: str = _OF_DOCUMENT.format("OLD.document_id")) -> pgtrigger.Trigger:
    """Refuse to delete a row whose institution is not a training tenant closed for good: in production, never.

    Args:
        owner: SQL that joins the institution of the row as ``i``.
    """
    over = f"{owner} AND i.environment = 'training' AND i.frozen_at IS NOT NULL"
    return pgtrigger.Trigger(name="not_deleted", operation=pgtrigger.Delete, when=pgtrigger.Before,
                             func=f"IF EXISTS ({over}) THEN RETURN OLD; END IF; "
                                  "RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;")  # fmt: skip
