"""The services of the test authority, answered in this process: the demonstration signs without any network."""

from datetime import datetime
from urllib.parse import urlsplit

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from quipux.signatures.network import Question, Unreachable
from quipux.signatures.test_authority.authority import Authority


def answer(authority: Authority, question: Question, at: datetime) -> bytes:
    """What the service at the address of ``question`` says at ``at``. Raises `Unreachable`."""
    path = urlsplit(question.url).path
    if path == "/ocsp" and question.body:
        return authority.ocsp(question.body, at)
    if path == "/sello" and question.body:
        return _stamped(authority, question.body, at)
    if path == "/entidad.crl":
        return authority.list(authority.intermediate, at)
    if path == "/raiz.crl":
        return authority.list(authority.root, at)
    raise Unreachable("unknown service of the test authority")


def _stamped(authority, request, at):
    service = DummyTimeStamper(
        x509.Certificate.load(_der(authority.clock)),
        keys.PrivateKeyInfo.load(authority.clock.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        certs_to_embed=[x509.Certificate.load(_der(authority.intermediate))],
        fixed_dt=at,
    )
    return service.request_tsa_response(tsp.TimeStampReq.load(request)).dump()


def _der(pair):
    return pair.certificate.public_bytes(Encoding.DER)
