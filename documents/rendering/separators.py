"""Imprimir: many official PDFs in one file, each behind a page that says for whom it is (documents §10.3)."""

from collections.abc import Callable, Sequence
from io import BytesIO

from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter

from documents.inked.services import sheet_of
from documents.models import Copy
from documents.rendering.people import printed
from documents.states import CopyRole
from quipux import pdf


def bound(copies: Sequence[Copy], read: Callable) -> bytes:
    """One file of all the copies, in order.

    Args:
        copies: with document, type, institution, party, official PDF and paper print.
        read: gives the bytes of a stored file.

    Raises:
        PdfError: the separating pages could not be made.
    """
    writer = PdfWriter()
    separators = PdfReader(BytesIO(pdf.render(_separators(copies)))).pages
    for separator, copy in zip(separators, copies, strict=True):
        writer.add_page(separator)
        begins = len(writer.pages)
        writer.append(BytesIO(read(sheet_of(copy.document))), import_outline=False)
        writer.add_outline_item(title=copy.number, page_number=begins)
    writer.add_metadata({"/Title": f"{len(copies)} documentos para imprimir"})
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _separators(copies):
    sheets = [{"place": place, "number": copy.number, "type": copy.document.type.label,
               "institution": copy.document.institution.name, "person": printed(copy.party),
               "as_copy": copy.role == CopyRole.CC} for place, copy in enumerate(copies, start=1)]  # fmt: skip
    return render_to_string("documents/pdf/separators.html", {"sheets": sheets, "total": len(copies)})
