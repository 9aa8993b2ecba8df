"""What anybody may know of an official document, found by its code or by its file (documents §15)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from documents import history
from documents.models import Copy, Document
from documents.permissions import CONTENT
from documents.proof import seals
from documents.signing.describing import worth
from documents.states import CopyRole, CopyState, PartyRole
from institutions.states import Environment
from quipux import clock, environments
from quipux.history.models import Entry

WAITING = "Todavía no está firmado: el documento no se ha enviado"
BY_HAND = "Sin firma electrónica: su firma consta en el papel"
NEVER_SIGNED = "Sin firma electrónica"


@dataclass(frozen=True)
class Proof:
    """One official document as the public sees it; of a confidential one all that is not here is empty.

    Attributes:
        sha256: of the official file, empty while there is none.
        signature: state of the signature, in words.
        annulled_at: when it was annulled, None while it is valid.
        pdf_url: where this reader takes the official file, empty where it is not handed out.
    """

    code: str
    number: str
    date: datetime
    sha256: str
    signature: str
    annulled_at: datetime | None
    is_confidential: bool
    pdf_url: str
    type: str = ""
    institution: str = ""
    signer: str = ""
    position: str = ""
    subject: str = ""


def official(actor) -> QuerySet[Document]:
    """Documents that answer to a code: numbered ones; those of training only inside their own institution."""
    rows = Document.objects.select_related("type", "institution", "official_pdf").exclude(verification_code=None)
    own = getattr(actor, "institution", None)
    practice = rows.filter(institution__environment=Environment.TRAINING, institution=own) if own else rows.none()
    if environments.is_practice():  # whatever else stands in the database is not told here (institutions §12.8)
        return practice
    return rows.exclude(institution__environment=Environment.TRAINING) | practice


def by_code(code: str, *, actor) -> Document | None:
    """The document of a canonical code, or None."""
    return official(actor).filter(verification_code=code).first()


def by_digest(sha256: str, *, actor) -> Document | None:
    """The document whose official file, byte for byte, has this digest; None for every other file."""
    return official(actor).filter(official_pdf__sha256=sha256).order_by("-pk").first()


def proof_of(document: Document, *, actor) -> Proof:
    """What this reader may know: ``actor`` is None for a visitor without session."""
    original = document.copies.get(role=CopyRole.ORIGINAL)
    annulled = original.state == CopyState.ANNULLED
    common = {
        "code": document.verification_code, "number": document.number, "date": document.document_date,
        "sha256": document.official_pdf.sha256 if document.official_pdf_id else "",
        "signature": _signature(document, original), "annulled_at": _annulled_at(original) if annulled else None,
        "is_confidential": original.is_confidential, "pdf_url": _pdf_url(document, original, actor),
    }  # fmt: skip
    return Proof(**common) if original.is_confidential else Proof(**common, **_of_public(document))


def _pdf_url(document, original, actor):
    return seals.address(document.verification_code) if may_take(document, original, actor=actor) else ""


def may_take(document: Document, original: Copy, *, actor) -> bool:
    """Whether the official file is handed out: of a Público, or to a person with level 2 on some copy of it."""
    if document.official_pdf_id is None or original.state == CopyState.ANNULLED:
        return False
    if not original.is_confidential and original.state != CopyState.UNSENT_ORIGINAL:
        return True
    return actor is not None and document.copies.visible_to(actor, at_least=CONTENT).exists()


def _of_public(document):
    sender = document.parties.filter(role=PartyRole.FROM).first()
    position = ", ".join(filter(None, [sender.title, sender.acting_note])) if sender else ""
    return {
        "type": document.type.label, "subject": document.subject,
        "institution": (sender and sender.institution_name) or document.institution.name,
        "signer": " ".join(filter(None, [sender.academic_title, sender.name])) if sender else "",
        "position": position,
    }  # fmt: skip


def _signature(document, original):
    if document.is_signed:
        return worth(document.signature, clock.now())
    if original.state == CopyState.ANNULLED:
        return NEVER_SIGNED
    return WAITING if original.state == CopyState.UNSENT_ORIGINAL else BY_HAND


def _annulled_at(original):
    return Entry.objects.of(original).filter(action=history.ANNUL).values_list("at", flat=True).first()
