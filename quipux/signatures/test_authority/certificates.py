"""The certificates of an authority and of those it certifies (RFC 5280)."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

START = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2059, 12, 31, tzinfo=UTC)
USES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
ORGANISATION = "Quipux, solo para pruebas"


def authority_name(common: str) -> x509.Name:
    """The name of the authority or of one of its services."""
    return _name((NameOID.COUNTRY_NAME, "EC"), (NameOID.ORGANIZATION_NAME, ORGANISATION), (NameOID.COMMON_NAME, common))


def person_name(name: str, identity: str) -> x509.Name:
    """The name of a natural person."""
    said = [(NameOID.COUNTRY_NAME, "EC"), (NameOID.COMMON_NAME, name)]
    return _name(*said, *([(NameOID.SERIAL_NUMBER, identity)] if identity else []))


def _name(*parts):
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def root(common, key):
    """A self-signed root, with its key."""
    name = authority_name(common)
    builder = _begun(name, name, key, START, END).add_extension(x509.BasicConstraints(ca=True, path_length=1), True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), True)
    return builder.sign(key, hashes.SHA256()), key


def intermediate(common, key, parent, host):
    """Who issues to people; its revocation is asked in the root's list."""
    issuer, issuer_key = parent
    builder = _begun(authority_name(common), issuer.subject, key, START, END)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), True)
    builder = _located(_below(builder, issuer), ("", f"http://{host}/raiz.crl"))
    return builder.sign(issuer_key, hashes.SHA256()), key


def service(common, key, parent, use, urls):
    """A certificate for answering OCSP or for time-stamps."""
    issuer, issuer_key = parent
    builder = _below(_begun(authority_name(common), issuer.subject, key, START, END), issuer)
    builder = builder.add_extension(_usage("digital_signature"), True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([use]), True)
    is_responder = use == ExtendedKeyUsageOID.OCSP_SIGNING
    builder = builder.add_extension(x509.OCSPNoCheck(), False) if is_responder else _located(builder, urls)
    return builder.sign(issuer_key, hashes.SHA256()), key


def leaf(name, key, parent, start, end, *, serial, urls, texts, uses):
    """A person's certificate for signing."""
    issuer, issuer_key = parent
    builder = _below(_begun(name, issuer.subject, key, start, end, serial), issuer)
    builder = builder.add_extension(_usage("digital_signature", "content_commitment"), True)
    if uses:
        builder = builder.add_extension(x509.ExtendedKeyUsage(uses), False)
    for identifier, text in texts.items():
        said = text.encode()
        value = bytes([0x0C, len(said)]) + said  # UTF8String
        builder = builder.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier(identifier), value), False)
    return _located(builder, urls).sign(issuer_key, hashes.SHA256())


def _begun(subject, issuer, key, start, end, serial=None):
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(serial or x509.random_serial_number()).not_valid_before(start).not_valid_after(end)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)


def _below(builder, issuer):
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())
    return builder.add_extension(identifier, False)


def _located(builder, urls):
    ocsp_url, list_url = urls
    if ocsp_url:
        place = x509.UniformResourceIdentifier(ocsp_url)
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), False)
    if list_url:
        place = x509.UniformResourceIdentifier(list_url)
        point = x509.DistributionPoint([place], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), False)
    return builder


def _usage(*uses):
    return x509.KeyUsage(**{use: use in uses for use in USES})
