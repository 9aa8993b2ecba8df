"""HTML in, PDF out, through a child process that can reach nothing (safety.md 2.6, documents.md 8).

The only door to WeasyPrint: nothing else in the product imports it, and this process never
loads it. Layouts are ordinary Django templates under ``templates/*/pdf/``; the caller renders
them, hands images over as ``data:`` URIs and passes the finished HTML to :func:`render`.
"""

from .barcode import code128_data_uri
from .failure import PdfError
from .job import Attachment
from .pool import Pool, default_pool
from .qr import qr_data_uri

__all__ = ["Attachment", "PdfError", "Pool", "code128_data_uri", "isolation", "qr_data_uri", "render"]


def render(html, *, attachments=(), pdf_variant="pdf/a-3a", title=None, created=None) -> bytes:
    """Return the PDF of ``html``. The same arguments give the same bytes (documents.md 8).

    ``html``: a whole document; only ``data:`` URIs inside it are followed.
    ``attachments``: :class:`Attachment` values embedded in the file.
    ``pdf_variant``: a WeasyPrint variant; the tagged ones (ending in «a») declare PDF/UA-1 too.
    ``title``: replaces ``<title>``. ``created``: aware datetime written as creation date;
    without it the file carries no date.

    Raises :class:`PdfError` when the limits of ``Limits`` are passed, the child dies or the
    content cannot be laid out; the next call gets a clean child.
    """
    return default_pool().render(html, attachments=attachments, pdf_variant=pdf_variant, title=title, created=created)


def isolation() -> dict:
    """Tell what surrounds the child on this machine: see ``sandbox.report`` (for the doctor).

    Raises :class:`PdfError` when no child can be started.
    """
    return default_pool().isolation()
