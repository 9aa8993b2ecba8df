"""Who signed an anexo: the signatures inside a PDF or a .p7m, checked once and listed (documents §6.4)."""

import logging

from documents.attaching.names import extension_of
from documents.models import Attachment
from documents.signing.describing import masked
from quipux import clock
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.signatures.errors import SignatureUnavailable
from quipux.signatures.results import FoundSignature
from quipux.signatures.validating import examine, examine_enveloped

logger = logging.getLogger("quipux.attaching")
RANGE = b"/ByteRange"  # of every signature of a PDF
UNKNOWN = "No se pudo comprobar la firma."
APART = "Firma guardada aparte del archivo que firma: compruébela junto con él."


def found_in(stored: StoredFile) -> list[dict]:
    """The signatures of stored bytes as ``Attachment.signatures`` keeps them; none where nothing is signed.

    Returns:
        ``name``, ``identity`` (masked), ``issuer``, ``verdict``, ``message``, ``signed_at`` and ``is_test`` of each.
    """
    row = Attachment.objects.filter(file=stored).select_related("document__institution",
                                                                "session__appointment__institution").first()  # fmt: skip
    kind = extension_of(row.name) if row else ""
    if kind not in ("pdf", "p7m"):
        return []
    try:
        content = store.read(stored)
        if kind == "pdf" and RANGE not in content:
            return []
        return _examined(content, kind, training=_office_of(row).is_training)
    except (SignatureUnavailable, store.StoredBytesMissing, OSError):
        logger.exception("attachment_signatures_not_read", extra={"file": stored.pk})
        return [_unknown(UNKNOWN)]


def _office_of(row):
    return row.document.institution if row.document_id else row.session.appointment.institution


def _examined(content, kind, *, training):
    at = clock.now()
    if kind == "pdf":
        return [_said(one) for one in examine(content, at=at, training=training).signatures]
    found = examine_enveloped(content, b"", at=at, training=training)
    apart = found.holds_content  # it holds nothing of its own, so that nothing tells whether that changed
    return [_said(one) | ({"verdict": "", "message": APART} if apart else {}) for one in found.examination.signatures]


def _said(one: FoundSignature) -> dict:
    signer = one.certificate
    if signer is None:
        return _unknown(one.message) | {"verdict": one.verdict.label}
    return {"name": signer.name, "identity": masked(signer.identity), "issuer": signer.issuer,
            "verdict": one.verdict.label, "message": one.message, "is_test": signer.is_test,
            "signed_at": one.signed_at.isoformat(timespec="seconds") if one.signed_at else ""}  # fmt: skip


def _unknown(message):
    return {"name": "", "identity": "", "issuer": "", "verdict": "", "message": message, "is_test": False,
            "signed_at": ""}  # fmt: skip
