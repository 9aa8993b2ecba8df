"""Vista Previa: the draft as it will be printed, and the note that its present revision was seen (documents §8.2)."""

from documents import permissions
from documents.models import Copy
from documents.rendering import draft_pdf
from documents.services.sending.previews import remember_preview
from documents.states import CopyState, DocumentKind
from quipux.errors import Forbidden, NotAllowedNow, NotFound


def preview(original: Copy, actor) -> bytes:
    """The PDF of a draft, «BORRADOR» on every page; notes nothing.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's, or no draft any more.
        NotFound: it came from outside.
        PdfError: it cannot be printed.
    """
    if original.state != CopyState.DRAFT:
        raise NotAllowedNow(original.refusal_message())
    if original.document.kind == DocumentKind.INCOMING:
        raise NotFound("Un documento externo no tiene vista previa: es el papel que llegó.")
    if not permissions.is_holder(original, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    return draft_pdf(original.document)


def note_preview(original: Copy, actor) -> bytes:
    """``preview``, and the note that this revision can be printed: what is signed was seen."""
    content = preview(original, actor)
    remember_preview(original.document)
    return content
