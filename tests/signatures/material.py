"""People, keys and official documents to sign; made once for the whole run, because keys are slow to make."""

import functools
import hashlib
import subprocess
from datetime import datetime
from pathlib import Path

from quipux import clock
from quipux.signatures import test_authority
from quipux.signatures.results import Stamp
from quipux.signatures.signing import SigningKey, sign
from quipux.signatures.test_authority.authority import Authority, new_key
from quipux.signatures.validating import accept
from tests.pdf.samples import document, html_of, pool

AT = datetime(2026, 5, 4, 10, 30, tzinfo=clock.GUAYAQUIL)
BRUNO, CARLA, PABLO = (
    ("1710034065", "Bruno Ñáñez Córdova"),
    ("0926687856", "Carla Güiza"),
    ("1713175071", "Pablo Pérez"),
)
PORTAL = "https://quipux.ejemplo.gob.ec/verificar/7KQ2-M9XD-4TRA-WZ81"


@functools.cache
def official(layout: str = "memorando") -> bytes:
    """An official document as it is handed over for signing."""
    return pool().render(html_of(layout, document(signed_electronically=True)))


@functools.cache
def p12(person=BRUNO, **options) -> bytes:
    """A .p12 of the test authority."""
    return test_authority.issue(identity=person[0], name=person[1], key=a_key(), **options)


@functools.cache
def a_key():
    """One key for everybody: what is tried here are certificates."""
    return new_key()


@functools.cache
def stranger() -> Authority:
    """An authority that nobody recognises."""
    return Authority.create("DESCONOCIDA", "desconocida.invalid")


def signed(pdf: bytes, person=BRUNO, *, file: bytes | None = None, at: datetime = AT, reason="", **options) -> bytes:
    """``pdf`` signed by ``person`` with her .p12, or with ``file``."""
    with SigningKey.from_p12(file or p12(person), test_authority.PASSWORD) as key:
        return sign(pdf, key, stamp=Stamp(person[1], person[0], PORTAL, **options), reason=reason, at=at)


def accepted(received: bytes, given: bytes, person=BRUNO, *, at: datetime = AT, **options):
    """What `accept` says of ``received`` when ``person`` had to sign ``given``."""
    digest = hashlib.sha256(given).hexdigest()
    return accept(received, given_size=len(given), given_sha256=digest, identity=person[0], signer=person[1], at=at,
                  **options)  # fmt: skip


def poppler(pdf: bytes, folder: Path) -> str:
    """What the validator of Poppler says."""
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=True).stdout
