"""The authority for tests, training and demonstration. Its keys are public: its signatures have no legal value.

They are accepted only in training tenants or with QUIPUX_ACCEPT_TEST_CA, and always shown as
«Certificado de prueba: sin validez legal» (documents §9.2, scenario D-26).
"""

from datetime import datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from quipux import clock
from quipux.signatures.network import Question
from quipux.signatures.test_authority.authority import PASSWORD, Authority, Pair

HOST = "entidad-de-prueba.quipux.invalid"
NAME = "DE PRUEBA QUIPUX (SIN VALIDEZ LEGAL)"
ISSUER = f"ENTIDAD {NAME}"
TSA_URL = f"http://{HOST}/sello"
FOLDER = Path(__file__).parent / "shipped"
ROLES = ("root", "intermediate", "responder", "clock")


@cache
def shipped() -> Authority:
    """The one whose keys come with the product."""
    return Authority(HOST, *(_read(FOLDER / f"{role}.pem") for role in ROLES))


def _read(path):
    data = path.read_bytes()
    return Pair(x509.load_pem_x509_certificate(data), load_pem_private_key(data, None))


def make_new(folder: Path = FOLDER) -> None:
    """Write a new authority to ``folder``, one file per role; the one in use ends with it."""
    authority = Authority.create(NAME, HOST)
    for role in ROLES:
        pair = getattr(authority, role)
        key = pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{role}.pem").write_bytes(pair.certificate.public_bytes(Encoding.PEM) + key)


def root_der() -> bytes:
    """The certificate in which its chains end."""
    return shipped().root.certificate.public_bytes(Encoding.DER)


def root_sha256() -> str:
    """Its fingerprint, in hexadecimal."""
    return shipped().root.certificate.fingerprint(hashes.SHA256()).hex()


def issue(*, identity: str, name: str, password: bytes = PASSWORD, **options) -> bytes:
    """A .p12 of the shipped authority for a person; ``options`` are those of `Authority.issue`."""
    return shipped().issue(identity=identity, name=name, password=password, **options)


def answer(question: Question, *, at: datetime | None) -> bytes:
    """What its services answer at ``at``, by default now. Raises `quipux.signatures.network.Unreachable`."""
    from quipux.signatures.test_authority import answering  # only who uses the authority loads its libraries

    return answering.answer(shipped(), question, at or clock.now())
