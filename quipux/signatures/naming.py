"""How an authority is called in this process, which reads only the certificates of operators."""

from cryptography import x509
from cryptography.x509.oid import NameOID

PARTS = (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME)


def common_name(certificate: x509.Certificate) -> str:
    """The name people know it by."""
    found = (certificate.subject.get_attributes_for_oid(part) for part in PARTS)
    return next((str(values[0].value) for values in found if values), certificate.subject.rfc4514_string())
