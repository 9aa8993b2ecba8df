"""A certification authority in memory: it issues, revokes, and answers OCSP, CRL and time-stamp requests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from quipux.signatures.test_authority import certificates as make

BITS = 2048
PASSWORD = b"prueba-1234"  # of every certificate for practice; it protects nothing
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2059, 12, 31, tzinfo=UTC)
FRESH = timedelta(days=7)  # how long an answer about revocation counts
# A serial number that begins so carries, in its next 32 bits, the second from which the certificate is revoked.
REVOKED_MARK = 0x7E57
MARK_SHIFT, SECOND_SHIFT = 96, 64


class Pair(NamedTuple):
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


@dataclass
class Authority:
    """``host`` is where its certificates say that it answers."""

    host: str
    root: Pair
    intermediate: Pair
    responder: Pair
    clock: Pair
    revoked: dict[int, datetime] = field(default_factory=dict)

    @classmethod
    def create(cls, name: str, host: str) -> "Authority":
        """A new one, with new keys."""
        root = make.root(f"RAÍZ {name}", new_key())
        below = make.intermediate(f"ENTIDAD {name}", new_key(), root, host)
        urls = (f"http://{host}/ocsp", f"http://{host}/entidad.crl")
        responder = make.service(f"OCSP {name}", new_key(), below, ExtendedKeyUsageOID.OCSP_SIGNING, urls)
        clock = make.service(f"SELLO DE TIEMPO {name}", new_key(), below, ExtendedKeyUsageOID.TIME_STAMPING, urls)
        return cls(host, Pair(*root), Pair(*below), Pair(*responder), Pair(*clock))

    def issue(
        self,
        *,
        identity: str,
        name: str,
        password: bytes = PASSWORD,
        not_before: datetime = EPOCH,
        not_after: datetime = END,
        revoked_at: datetime | None = None,
        answers: tuple[str, ...] = ("ocsp", "crl"),
        host: str | None = None,
        extensions: dict[str, str] | None = None,
        uses: tuple[x509.ObjectIdentifier, ...] = (),
        key: rsa.RSAPrivateKey | None = None,
    ) -> bytes:
        """A .p12 for a person.

        ``identity`` is written in ``serialNumber`` and each of ``extensions`` (identifier → text) besides;
        ``answers`` says which ways of asking about revocation it names, at ``host`` if not at the authority's.
        """
        key = key or new_key()
        person = make.person_name(name, identity)
        certificate = make.leaf(
            person, key, self.intermediate, not_before, not_after, serial=self._serial(revoked_at), uses=uses,
            urls=self._urls(host or self.host, answers), texts=extensions or {},
        )  # fmt: skip
        chain = [self.intermediate.certificate, self.root.certificate]
        lock = BestAvailableEncryption(password)
        return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, chain, lock)

    def _serial(self, revoked_at):
        serial = x509.random_serial_number() >> SECOND_SHIFT
        if revoked_at is None:
            return serial
        second = int(revoked_at.timestamp()) << SECOND_SHIFT
        serial = REVOKED_MARK << MARK_SHIFT | second | serial & ((1 << SECOND_SHIFT) - 1)
        self.revoked[serial] = revoked_at
        return serial

    def _urls(self, host, answers):
        return (
            f"http://{host}/ocsp" if "ocsp" in answers else "",
            f"http://{host}/entidad.crl" if "crl" in answers else "",
        )

    def revoke(self, p12: bytes, at: datetime, password: bytes = PASSWORD) -> None:
        """From ``at`` on, the certificate of ``p12`` is revoked, for whoever asks this object."""
        store = pkcs12.load_pkcs12(p12, password)
        self.revoked[store.cert.certificate.serial_number] = at

    def revoked_since(self, serial: int) -> datetime | None:
        """When a certificate was revoked, by what was told or by what its number says."""
        if serial >> MARK_SHIFT == REVOKED_MARK:
            return datetime.fromtimestamp(serial >> SECOND_SHIFT & 0xFFFFFFFF, UTC)
        return self.revoked.get(serial)

    def ocsp(self, request: bytes, at: datetime) -> bytes:
        """The answer to an OCSP request (RFC 6960), signed by the responder."""
        asked = ocsp.load_der_ocsp_request(request)
        since = self.revoked_since(asked.serial_number)
        is_revoked = since is not None and since <= at
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=at,
            next_update=at + FRESH,
            revocation_time=since if is_revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if is_revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.responder.certificate)
        builder = builder.certificates([self.responder.certificate])
        for extension in asked.extensions:
            builder = builder.add_extension(extension.value, critical=False)
        return builder.sign(self.responder.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def list(self, issuer: Pair, at: datetime) -> bytes:
        """The revocation list of ``issuer`` (RFC 5280 §5); the root has revoked nobody."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
        builder = builder.last_update(at).next_update(at + FRESH)
        mine = self.revoked if issuer is self.intermediate else {}
        for serial, since in mine.items():
            if since <= at:
                entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
                builder = builder.add_revoked_certificate(entry.build())
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.certificate.public_key())
        builder = builder.add_extension(identifier, critical=False).add_extension(x509.CRLNumber(1), critical=False)
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def new_key() -> rsa.RSAPrivateKey:
    """A key as the Ecuadorian authorities use them."""
    return rsa.generate_private_key(public_exponent=65537, key_size=BITS)
