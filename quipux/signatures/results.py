"""What signing needs and what validating finds; plain values, ready for a row or a page."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

TEST_NOTICE = "Certificado de prueba: sin validez legal"


class Revocation(StrEnum):
    """What was learned about revocation (documents §2.1)."""

    GOOD = "good"
    UNKNOWN = "unknown"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        """As pages say it."""
        return {"good": "No revocado", "unknown": "Revocación no comprobada", "revoked": "Revocado"}[self.value]


class TimeSource(StrEnum):
    """Who says when it was signed."""

    TIMESTAMP = "timestamp"
    SERVER = "server"
    DECLARED = "declared"

    @property
    def label(self) -> str:
        """As pages say it."""
        return {"timestamp": "Sello de tiempo", "server": "Hora de recepción en el sistema",
                "declared": "Hora declarada por el firmante"}[self.value]  # fmt: skip


class Verdict(StrEnum):
    """What the public page says about a file (documents §15)."""

    VALID = "valid"
    VALID_WHEN_SIGNED = "valid_when_signed"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    NOT_VALID = "not_valid"

    @property
    def label(self) -> str:
        """As pages say it; «Firma no válida» is a sound file whose signature is not recognised."""
        return {"valid": "Firma válida", "valid_when_signed": "Firma válida a la fecha de firma",
                "altered": "Documento alterado", "unsigned": "Sin firma electrónica",
                "not_valid": "Firma no válida"}[self.value]  # fmt: skip


@dataclass(frozen=True)
class Stamp:
    """What the visible stamp says (documents §9, «visible stamp»).

    ``name`` and ``identity`` are those of the signer, ``position`` may be empty, ``qr`` is the text of its QR
    (the address where the document is verified); ``training`` prints «FIRMA DE PRUEBA».
    """

    name: str
    identity: str
    qr: str
    position: str = ""
    training: bool = False


@dataclass(frozen=True)
class Certificate:
    """A certificate as people need to know it. Moments are aware."""

    name: str
    identity: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    sha256: str
    is_test: bool = False


@dataclass(frozen=True)
class AcceptedSignature:
    """A signature that passed every check of documents §9.2: the columns of the model `Signature`.

    ``signed_at`` comes from a time-stamp if there is one, else it is the moment of reception (``time_source``);
    ``level`` is «B-B», «B-T» or «B-LT»; ``report`` is a JSON object with all of it and the checks that were made.
    """

    field_name: str
    signed_at: datetime
    time_source: TimeSource
    declared_at: datetime | None
    certificate: Certificate
    level: str
    revocation: Revocation
    checked_at: datetime
    report: dict[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        """The signer, as the certificate names her."""
        return self.certificate.name

    @property
    def identity(self) -> str:
        """Her identity document, normalised; never shown unmasked to who is not a party."""
        return self.certificate.identity

    @property
    def is_test(self) -> bool:
        """Whether it is a signature of the test authority: always shown with `TEST_NOTICE`."""
        return self.certificate.is_test


@dataclass(frozen=True)
class FoundSignature:
    """One signature of any file. ``message`` says why it is not valid, or nothing."""

    verdict: Verdict
    message: str
    covers: str
    signed_at: datetime | None
    time_source: TimeSource | None
    certificate: Certificate | None
    level: str
    revocation: Revocation


@dataclass(frozen=True)
class Examination:
    """What a file says of itself: the verdict of the whole, and each signature in the order made."""

    verdict: Verdict
    signatures: tuple[FoundSignature, ...] = ()
    pages: int | None = None

    @property
    def is_test(self) -> bool:
        """Whether any signature is one of the test authority."""
        return any(found.certificate and found.certificate.is_test for found in self.signatures)


@dataclass(frozen=True)
class Recheck:
    """Revocation asked again (documents §9.2): ``revoked_at`` only if it is revoked.

    ``invalidates``: it was revoked before the signing, so the signature becomes «Firma revocada».
    """

    revocation: Revocation
    revoked_at: datetime | None
    checked_at: datetime

    invalidates: bool = False
