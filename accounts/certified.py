"""Who signed a file that was given out here, by the certificate alone (accounts-portal §8.5)."""

from io import BytesIO

from quipux import clock, scanning
from quipux.errors import Invalid
from quipux.files.models import StoredFile
from quipux.signatures import validating
from quipux.signatures.errors import SignatureRefused
from quipux.signatures.results import Certificate

LARGEST = 5 << 20  # bytes
NO_PDF = "El archivo no es un PDF."
SENTENCES = {
    "other_file": "El archivo no es la solicitud que se le entregó, o fue cambiado. Descárguela y fírmela otra vez.",
    "expired": "El certificado está caducado o revocado.", "not_yet_valid": "El certificado está caducado o revocado.",
    "revoked": "El certificado está caducado o revocado.",
}  # fmt: skip
KEPT = ("revocation_unknown", "unknown_authority", "unsigned")  # refusals whose own sentence says what to do
NOT_VALID = "La firma no es válida."


def signer_of(content: bytes, given: StoredFile) -> Certificate:
    """The certificate with which ``given`` was signed, once everything that can be checked was checked.

    Args:
        content: the PDF as it came back, with its signature inside.
        given: the PDF as it was handed over.

    Raises:
        Invalid: with the sentence of what is wrong, for the field ``archivo``; nothing was kept.
        SignatureUnavailable: it could not be judged now.
    """
    if len(content) > LARGEST:
        _refuse("El archivo supera los 5 MB.")
    if not content.startswith(b"%PDF-"):
        _refuse(NO_PDF)
    if scanning.scan(BytesIO(content)) != scanning.Verdict.CLEAN:
        _refuse("El archivo no pasó la revisión de virus.")
    now = clock.now()
    said = [one.certificate for one in validating.examine(content, at=now).signatures if one.certificate]
    identity, name = (said[-1].identity, said[-1].name) if said else ("", "")
    try:
        accepted = validating.accept(content, given_size=given.size, given_sha256=given.sha256, identity=identity,
                                     signer=name, at=now)  # fmt: skip
    except SignatureRefused as refusal:
        _refuse(refusal.message if refusal.code in KEPT else SENTENCES.get(refusal.code, NOT_VALID))
    return accepted.certificate


def _refuse(sentence):
    raise Invalid(sentence, archivo=sentence)
