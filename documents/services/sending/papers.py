"""The official PDF: made once, kept, and never rendered again (documents §8)."""

from documents.models import Document
from documents.rendering import official_pdf
from quipux.files import store


def render_official_pdf(document: Document) -> None:
    """Make and keep the official PDF once.

    Raises:
        PdfError: it could not be made.
    """
    if not document.official_pdf_id:
        keep_official_pdf(document, official_pdf(document))


def keep_official_pdf(document: Document, content: bytes) -> None:
    """Keep a rendered official PDF; the first one kept stays."""
    stored = store.save(content, media_type="application/pdf")
    Document.objects.filter(pk=document.pk, official_pdf__isnull=True).update(official_pdf=stored)
    document.official_pdf = stored
