"""Recognising and withdrawing an authority: the only writers of `TrustRoot`, each change audited (documents §9.2)."""

from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.db import transaction

from quipux import clock
from quipux.errors import Invalid
from quipux.history.recorder import record
from quipux.signatures import authorities, test_authority
from quipux.signatures.models import TrustRoot
from quipux.signatures.naming import common_name

LARGEST = 200_000  # bytes of a file of certificates
ADDED, WITHDRAWN = "added", "withdrawn"
NOT_READ = "El archivo no es un certificado en formato PEM o DER."


class TrustStore:
    """All of them: one Recorrido tells every change."""

    KEY = UUID("6f0a1a5e-1d0f-4c6e-9a53-3c1f5a3a6c11")

    def history_subject(self):
        """As the Recorrido names it."""
        return "trust_store", self.KEY

    def history_states(self):
        """It has none."""
        return "", ""


def recognise(data: bytes, *, actor, reason: str) -> list[TrustRoot]:
    """Trust every certificate of a PEM or DER file from now on.

    Raises:
        Invalid: it holds none, or one that is not of an authority, or the test authority's, or is already there.
    """
    if len(data) > LARGEST:
        raise Invalid(NOT_READ)
    try:
        found = [x509.load_der_x509_certificate(der) for der in authorities.read_certificates(data)]
    except ValueError:
        raise Invalid(NOT_READ) from None
    with transaction.atomic():
        return [_recognise(certificate, actor, reason) for certificate in found]


def _recognise(certificate, actor, reason):
    sha256 = certificate.fingerprint(hashes.SHA256()).hex()
    name = common_name(certificate)
    if not _is_authority(certificate):
        raise Invalid(f"«{name}» no es el certificado de una entidad de certificación.")
    if sha256 == test_authority.root_sha256():
        raise Invalid("La entidad de prueba no se agrega aquí: se acepta con QUIPUX_ACCEPT_TEST_CA.")
    root, is_new = TrustRoot.objects.trusted().get_or_create(sha256=sha256, defaults={
        "subject": name, "certificate": certificate.public_bytes(authorities.Encoding.DER),
        "valid_from": certificate.not_valid_before_utc, "valid_until": certificate.not_valid_after_utc})  # fmt: skip
    if not is_new:
        raise Invalid(f"«{name}» ya está reconocida.")
    _tell(ADDED, root, actor, reason)
    return root


def _is_authority(certificate):
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def withdraw(root: TrustRoot, *, actor, reason: str) -> None:
    """Trust it no more: later signatures are refused, accepted ones stay as they were. Twice changes nothing."""
    with transaction.atomic():
        locked = TrustRoot.objects.select_for_update().get(pk=root.pk)
        if locked.withdrawn_at is not None:
            return
        locked.withdrawn_at = clock.now()
        locked.save(update_fields=["withdrawn_at"])
        _tell(WITHDRAWN, locked, actor, reason)


def _tell(action, root, actor, reason):
    facts = {"subject": root.subject, "sha256": root.sha256}
    record(TrustStore(), action, actor=actor, comment=f"{root.subject}. Motivo: {reason}", details=facts)
