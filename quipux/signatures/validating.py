"""Validating: a file that somebody had to sign, any file at all, and an old signature once more."""

from datetime import datetime
from typing import NamedTuple

from quipux.signatures import authorities
from quipux.signatures.errand import Child
from quipux.signatures.reading import accepted_from, examination_from
from quipux.signatures.results import AcceptedSignature, Examination, Recheck, Revocation


class EnvelopeExamination(NamedTuple):
    """A .p7m: its signature, and whether what it holds is byte for byte what it should hold."""

    examination: Examination
    holds_content: bool


def accept(
    received: bytes,
    *,
    given_size: int,
    given_sha256: str,
    identity: str,
    signer: str,
    at: datetime,
    training: bool = False,
) -> AcceptedSignature:
    """The one new signature of ``received``, if it passes every row of documents §9.2 that is about the file.

    ``given_size`` (bytes) and ``given_sha256`` are of the PDF handed over; ``identity`` (cédula or passport) and
    ``signer`` (name) of who had to sign; ``at`` the moment of reception; ``training``: only the test authority counts.

    Raises:
        SignatureRefused: the first row that fails, with its sentence.
        SignatureUnavailable: it could not be judged now.
    """
    header, roots = authorities.judging(training=training, at=at)
    header |= {"given_size": given_size, "given_sha256": given_sha256, "identity": identity, "signer": signer}
    with Child() as child:
        said, _ = child.ask("accept", header, received, *roots, at=at)
    said.pop("kind")
    return accepted_from(said, at=at, given_sha256=given_sha256)


def examine(pdf: bytes, *, at: datetime, training: bool = False) -> Examination:
    """What any file says of its signatures; nothing of it is kept (documents §15 «By file»).

    Raises `SignatureUnavailable` when it passes the limits of the child.
    """
    header, roots = authorities.judging(training=training, at=at)
    with Child() as child:
        said, _ = child.ask("examine", header, pdf, *roots, at=at)
    return examination_from(said)


def examine_enveloped(data: bytes, content: bytes, *, at: datetime, training: bool = False) -> EnvelopeExamination:
    """The same for a .p7m that should hold, or be the signature of, ``content`` (accounts-portal §10.5).

    Raises `SignatureUnavailable`.
    """
    header, roots = authorities.judging(training=training, at=at)
    with Child() as child:
        said, _ = child.ask("examine_enveloped", header, data, content, *roots, at=at)
    return EnvelopeExamination(examination_from(said), said["holds"])


def recheck(pdf: bytes, *, field_name: str, signed_at: datetime, at: datetime, training: bool = False) -> Recheck:
    """Ask again whether the certificate of an accepted signature is revoked (documents §9.2, D-25).

    ``field_name`` and ``signed_at`` are those of its `AcceptedSignature`.

    Raises:
        SignatureRefused: its authority is trusted no more.
        SignatureUnavailable: it could not be asked now.
    """
    header, roots = authorities.judging(training=training, at=at)
    with Child() as child:
        said, _ = child.ask("recheck", {**header, "field_name": field_name}, pdf, *roots, at=at)
    since = datetime.fromisoformat(said["since"]) if said["since"] else None
    return Recheck(Revocation(said["status"]), since, at, invalidates=since is not None and since <= signed_at)
