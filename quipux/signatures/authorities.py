"""Whose certificates are recognised: a folder of the operator, the rows of the SGE's page, and the test authority."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from quipux.signatures import test_authority
from quipux.signatures.models import TrustRoot

SUFFIXES = {".pem", ".crt", ".cer", ".der"}
PEM_HEAD = b"-----BEGIN"


def trusted(*, training: bool) -> list[bytes]:
    """The certificates, in DER, that a chain may end in.

    In a training tenant only the test authority counts; elsewhere it counts only with QUIPUX_ACCEPT_TEST_CA
    (documents §9.2, scenario D-26).
    """
    if training:
        return [test_authority.root_der()]
    accepted = [test_authority.root_der()] if settings.QUIPUX_ACCEPT_TEST_CA else []
    rows = TrustRoot.objects.trusted().values_list("certificate", flat=True)
    return [*in_folder(), *map(bytes, rows), *accepted]


def in_folder() -> list[bytes]:
    """The certificates of the operator's folder, in DER. Raises ValueError for a file that holds none."""
    if not settings.QUIPUX_SIGNATURE_TRUST_ROOTS:
        return []
    files = sorted(
        path for path in Path(settings.QUIPUX_SIGNATURE_TRUST_ROOTS).iterdir() if path.suffix.lower() in SUFFIXES
    )
    return [der for path in files for der in read_certificates(path.read_bytes())]


def read_certificates(data: bytes) -> Iterator[bytes]:
    """Each certificate of a PEM or DER file, in DER. Raises ValueError."""
    is_text = PEM_HEAD in data
    found = x509.load_pem_x509_certificates(data) if is_text else [x509.load_der_x509_certificate(data)]
    yield from (certificate.public_bytes(Encoding.DER) for certificate in found)


def judging(*, training: bool, at) -> tuple[dict[str, Any], list[bytes]]:
    """What the child needs to judge: the header of `inside.judging.Policy`, and the roots."""
    header = {"sources": list(settings.QUIPUX_SIGNATURE_IDENTITY_SOURCES), "at": at.isoformat(),
              "test_root": test_authority.root_sha256(), "hard": settings.QUIPUX_SIGNATURE_REVOCATION == "hard"}  # fmt: skip
    return header, trusted(training=training)
