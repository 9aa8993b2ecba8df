"""Reading a certificate: whose it is, who issued it, and whether it may sign."""

import re

from asn1crypto import core, x509
from stdnum.ec import ci

SUBJECT = "serialNumber"
# ETSI EN 319 412-1 §5.1.3: kind and country before the number, as in «IDCEC-1712345675».
SEMANTICS = re.compile(r"(?:PAS|IDC|PNO|TIN|TAX|CI:)[A-Z]{2}-")
RUC_END = "001"
SIGNING_USES = {"digital_signature", "non_repudiation"}
# A certificate for one of these alone was not made for signing documents.
OTHER_USES = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}


def describe(certificate: x509.Certificate, sources: list[str]) -> dict:
    """What people need to know of it, JSON-able; ``sources`` are those of `identity_of`."""
    return {"name": called(certificate.subject), "identity": identity_of(certificate, sources),
            "issuer": called(certificate.issuer), "serial": f"{certificate.serial_number:X}",
            "valid_from": certificate.not_valid_before.isoformat(),
            "valid_until": certificate.not_valid_after.isoformat(),
            "sha256": certificate.sha256.hex()}  # fmt: skip


def called(name: x509.Name) -> str:
    """The name people know it by."""
    said = name.native
    for part in ("common_name", "organization_name", "organizational_unit_name"):
        if value := said.get(part):
            return " ".join(value if isinstance(value, list) else [value])
    return name.human_friendly


def identity_of(certificate: x509.Certificate, sources: list[str]) -> str:
    """The identity document, normalised; empty if there is none (documents §9.2, «Identity document»).

    ``sources`` in order: `SUBJECT` or the object identifiers of extensions. A right cédula wins over anything that
    stands before it, because some authorities number their subjects in ``serialNumber``.
    """
    found = [normalised(text) for source in sources for text in _texts(certificate, source)]
    return next((text for text in found if ci.is_valid(text)), next(filter(None, found), ""))


def normalised(text: str) -> str:
    """Ten digits of a cédula (a natural person's RUC is hers plus 001), or a passport in capitals."""
    bare = re.sub(r"[^0-9A-Z]", "", SEMANTICS.sub("", text.strip().upper()))
    if re.fullmatch(r"\d{13}", bare) and bare.endswith(RUC_END) and ci.is_valid(bare[:10]):
        return bare[:10]
    return bare


def _texts(certificate, source):
    if source == SUBJECT:
        value = certificate.subject.native.get("serial_number") or []
        return value if isinstance(value, list) else [value]
    return [_plain(extension) for extension in certificate["tbs_certificate"]["extensions"] or ()
            if extension["extn_id"].dotted == source]  # fmt: skip


def _plain(extension):
    content = bytes(extension["extn_value"])
    try:
        value = core.load(content, strict=True).native
    except ValueError:
        value = content
    return value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether its declared uses include signing documents (RFC 5280 §4.2.1.3, §4.2.1.12)."""
    uses = certificate.key_usage_value
    extended = certificate.extended_key_usage_value
    if certificate.ca or (uses is not None and not SIGNING_USES & uses.native):
        return False
    return extended is None or not set(extended.native) <= OTHER_USES
