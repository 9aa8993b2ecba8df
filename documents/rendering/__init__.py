"""PDFs of documents: data outside, the person's text inside one block (documents §8).

Every value of an official PDF comes from the frozen document; a draft shows people as they are today.
"""

from django.template.loader import render_to_string

from documents.rendering.context import initials, long_date, pdf_context
from documents.rendering.route import route_sheet
from quipux import pdf

__all__ = [
    "draft_pdf",
    "initials",
    "long_date",
    "official_html",
    "official_pdf",
    "paper_pdf",
    "pdf_context",
    "route_sheet",
]


def official_html(document, *, electronically: bool = False, signature: str = "") -> str:
    """The frozen document laid out by its type, ready for the renderer.

    Args:
        electronically: it will be signed electronically; otherwise there is space to sign by hand.
        signature: data URI of the image that paper bears in that space.
    """
    context = pdf_context(document) | {"signed_electronically": electronically, "signature_image": signature}
    return render_to_string(f"documents/pdf/{document.type.layout}.html", context)


def official_pdf(document, *, electronically: bool = False) -> bytes:
    """Render the frozen document.

    Raises:
        PdfError: the renderer's child failed, was too slow or too big.
    """
    return pdf.render(official_html(document, electronically=electronically))


def paper_pdf(document, signature: str) -> bytes:
    """The frozen document as it is printed, with the image of its signature.

    Raises:
        PdfError: as `official_pdf`.
    """
    return pdf.render(official_html(document, signature=signature))


def draft_pdf(document) -> bytes:
    """«Vista previa»: the draft as it would print today, with «BORRADOR» and its temporary number.

    Raises:
        PdfError: as `official_pdf`.
    """
    return pdf.render(official_html(document))
