"""A PDF that somebody posted: told about and forgotten (documents §15)."""

import hashlib
from dataclasses import dataclass, field

from documents.proof import elsewhere, records
from documents.proof.records import Proof
from quipux import clock
from quipux.signatures.results import Examination
from quipux.signatures.validating import examine


@dataclass(frozen=True)
class Finding:
    """What a file proves.

    Attributes:
        examination: the signatures inside, each with who, authority, when and what it covers.
        proof: the official document whose file it is byte for byte, None for any other.
        known: sentences of the apps above about this file.
    """

    sha256: str
    examination: Examination
    proof: Proof | None = None
    known: list[str] = field(default_factory=list)


def look_at(content: bytes, *, actor) -> Finding:
    """Read a hostile file in the limited child and compare its digest with the official ones.

    Raises:
        SignatureUnavailable: it could not be read within the limits of the child.
    """
    digest = hashlib.sha256(content).hexdigest()
    document = records.by_digest(digest, actor=actor)
    proof = records.proof_of(document, actor=actor) if document else None
    return Finding(digest, examine(content, at=clock.now()), proof, elsewhere.recognised(digest))
