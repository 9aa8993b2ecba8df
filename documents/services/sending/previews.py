"""«You sign what you saw»: a draft is rendered as it is before anybody may sign it (documents §8.2)."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from documents.models import Document
from documents.rendering import draft_pdf
from quipux.pdf import PdfError

PATIENCE = 20.0  # seconds a page waits for previews; the rest is prepared when it is asked for again
NOT_YET = "Su vista previa todavía no está lista: presione Firmar otra vez."


@dataclass(frozen=True)
class Preview:
    """How the preview of a document's present revision went; ``problem`` is a Spanish sentence or empty."""

    document: Document
    problem: str = ""


def prepare_previews(documents: Sequence[Document], *, patience: float = PATIENCE) -> list[Preview]:
    """Render each draft that changed since its last preview, and remember which revision was seen.

    Args:
        documents: drafts, as they were read for the page.
        patience: seconds after which no other rendering is begun.

    Returns:
        One row per document, in their order.
    """
    end = time.monotonic() + patience
    return [_preview(document, late=time.monotonic() > end) for document in documents]


def _preview(document, *, late):
    if document.previewed_revision == document.revision:
        return Preview(document)
    if late:
        return Preview(document, NOT_YET)
    try:
        draft_pdf(document)
    except PdfError as error:
        return Preview(document, error.message)
    remember_preview(document)
    return Preview(document)


def remember_preview(document: Document) -> None:
    """The revision in hand was rendered without failure; one saved meanwhile was not."""
    Document.objects.filter(pk=document.pk, revision=document.revision).update(previewed_revision=document.revision)
    document.previewed_revision = document.revision
