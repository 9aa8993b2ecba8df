"""What the sending of a document tells its signature request: the PDF is there, or no signature is wanted any more.

Stands below `documents.services.sending`, which calls it inside its own transactions.
"""

from documents.models import Document, SignatureRequest
from documents.states import SignatureState
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.workflow import Move, perform

PAPER = "Se ordenó el envío manual."
ANNULLED = "El documento se anuló."
AGAIN = "Se pidió firmar otra vez."


def live_request(document_id: int) -> SignatureRequest | None:
    """The one request of a document that a signature may still answer."""
    return SignatureRequest.objects.filter(document=document_id, state__in=SignatureState.live()).first()


def pdf_ready(document: Document) -> None:
    """The official PDF is kept: from now on it may be fetched to be signed."""
    request = live_request(document.pk)
    if request is None or request.state != SignatureState.PREPARING:
        return
    given = {"sha256": document.official_pdf.sha256, "size": document.official_pdf.size, "instant": clock.now()}
    perform(Move(request, "offer", given), actor=SYSTEM, subject=request, entries=[])


def cancel(document_id: int, reason: str) -> None:
    """No signature of this document is wanted any more; what comes later is refused."""
    request = live_request(document_id)
    if request is not None:
        move = Move(request, "cancel", {"reason": reason, "instant": clock.now()})
        perform(move, actor=SYSTEM, subject=request, entries=[])
