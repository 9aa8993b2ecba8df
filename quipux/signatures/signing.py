"""Signing with a .p12 (provider `server_p12`). Key and password live in one child and die with it (safety §2.8)."""

import weakref
from datetime import datetime

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from quipux.signatures import authorities, stamps, test_authority
from quipux.signatures.errand import Child
from quipux.signatures.errors import BadKeyFile, SignatureRefused
from quipux.signatures.reading import certificate_from
from quipux.signatures.results import Certificate, Stamp

LARGEST_P12 = 200_000  # bytes


class SigningKey:
    """An opened .p12. Close it, or use it as a context: then nothing of it is left anywhere."""

    def __init__(self, child: Child, certificate: Certificate):
        self.certificate = certificate
        self._child = child
        weakref.finalize(self, child.stop)

    @classmethod
    @sensitive_variables("data", "password")
    def from_p12(cls, data: bytes, password: bytes) -> "SigningKey":
        """Open a .p12 in a child of its own; this process keeps nothing of it.

        Raises:
            BadKeyFile: wrong password, or not a .p12 that signs.
            SignatureUnavailable: no child could do it now.
        """
        if len(data) > LARGEST_P12:
            raise BadKeyFile("too_large")
        child = Child()
        try:
            said, _ = child.ask("open", {"sources": list(settings.QUIPUX_SIGNATURE_IDENTITY_SOURCES)}, data, password)
        except SignatureRefused as refused:
            child.stop()
            raise BadKeyFile(refused.code) from None
        except BaseException:
            child.stop()
            raise
        return cls(child, certificate_from(said["certificate"]))

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.close()

    def close(self) -> None:
        """End the child that holds the key."""
        self._child.stop()

    def _sign(self, header, *blobs, at):
        _, (made,) = self._child.ask("sign", header, *blobs, at=at)
        return made


def sign(pdf: bytes, key: SigningKey, *, stamp: Stamp, reason: str, at: datetime, training: bool = False) -> bytes:
    """``pdf`` with a PAdES signature more (ETSI.CAdES.detached), appended to its bytes.

    ``at``: aware moment of signing. ``reason``: shown in the stamp and written in the signature; may be empty.
    B-T when QUIPUX_SIGNATURE_TSA_URL answers, B-LT when the authorities answer too (documents §9.2, «Level»).

    Raises:
        SignatureUnavailable: the child could not do it.
        quipux.pdf.PdfError: the stamp could not be drawn.
    """
    is_test = key.certificate.issuer == test_authority.ISSUER
    drawing = stamps.drawn(stamp, reason=reason, at=at, is_test=is_test)
    header, roots = authorities.judging(training=training, at=at)
    header |= {"name": stamp.name, "reason": reason, "title": stamps.title(stamp),
               "tsa": settings.QUIPUX_SIGNATURE_TSA_URL or ""}  # fmt: skip
    return key._sign(header, pdf, drawing, *roots, at=at)
