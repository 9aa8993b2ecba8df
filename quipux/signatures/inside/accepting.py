"""The rows of documents §9.2 that are about the file, in their order; the first that fails is the reason."""

import hashlib

from pyhanko.sign.validation.errors import SignatureValidationError

from quipux.signatures.inside.certificates import called, normalised
from quipux.signatures.inside.files import BROKEN, PADES, SignedFile, Unreadable
from quipux.signatures.inside.judging import Judged, Policy, day, iso
from quipux.signatures.inside.refusing import Refused

MASK = "••••••"


async def accept(header: dict, blobs: list[bytes], line) -> dict:
    """The facts of the one new signature of the file received. Raises `Refused`.

    ``header``: given_size (bytes), given_sha256, identity and signer of who had to sign, revocation policy, and what
    `Policy.read` wants. ``blobs``: the file, then the trusted roots.
    """
    received, *roots = blobs
    policy = Policy.read(header, roots)
    given = _given(received, header)
    file, signature = _new_signature(received, given)
    extra, brought = _brought(file)
    judged = _judged(signature, extra)
    _require_unmodified(file, signature, given, judged)
    await _require_authority(judged, policy)
    _require_in_force(judged, policy)
    await judged.read_timestamp(policy)
    status = await _require_not_revoked(judged, policy, line, brought, hard=header["hard"])
    about = judged.about(policy)
    _require_signer(about, header)
    return _facts(signature, judged, policy, about, status, brought)


def _given(received, header):
    given = received[: header["given_size"]]
    if len(given) != header["given_size"] or hashlib.sha256(given).hexdigest() != header["given_sha256"]:
        raise Refused("other_file")
    return given


def _new_signature(received, given):
    if len(received) == len(given):
        raise Refused("unsigned")
    try:
        file = SignedFile(received)
        before = {s.field_name for s in SignedFile(given).signatures}
    except Unreadable:
        raise Refused("modified") from None
    new = [s for s in file.signatures if s.field_name not in before]
    if not new:
        raise Refused("unsigned")
    if len(new) != 1 or len(file.signatures) != len(before) + 1:
        raise Refused("modified")
    return file, new[0]


def _brought(file):
    evidence, certificates = file.evidence()
    return certificates, evidence


def _judged(signature, extra):
    try:
        return Judged.read(signature.signed_data, extra)
    except (SignatureValidationError, *BROKEN):
        raise Refused("invalid") from None


def _require_unmodified(file, signature, given, judged):
    if not file.covers_all(signature) or file.changes_since(given, signature):
        raise Refused("modified")
    intact, valid = judged.digest_matches(signature.compute_digest())
    if valid and not intact:
        raise Refused("modified")
    is_pades = signature.sig_object.get("/SubFilter") == PADES
    if not (intact and valid and is_pades and judged.is_strong()):
        raise Refused("invalid")


async def _require_authority(judged, policy):
    if not await judged.find_authority(policy):
        raise Refused("unknown_authority")


def _require_in_force(judged, policy):
    if judged.expired_on(policy.at):
        raise Refused("expired", day=day(judged.certificate.not_valid_after))
    if policy.at < judged.certificate.not_valid_before:
        raise Refused("not_yet_valid", day=day(judged.certificate.not_valid_before))


async def _require_not_revoked(judged, policy, line, brought, *, hard):
    status, since = await judged.ask_revocation(policy, line, brought)
    if status == "revoked":
        raise Refused("revoked", day=day(since))
    if status == "unknown" and hard:
        raise Refused("revocation_unknown")
    return status


def _require_signer(about, header):
    if not about["identity"] or about["identity"] != normalised(header["identity"]):
        raise Refused("other_person", identity=masked(about["identity"]), signer=header["signer"])


def masked(identity: str) -> str:
    """«17••••••65»: enough for the owner to know it, too little for anybody else."""
    return f"{identity[:2]}{MASK}{identity[-2:]}" if len(identity) > 4 else MASK


def _facts(signature, judged, policy, about, status, brought):
    """The answer; the level counts revocation data only beside a time-stamp (ETSI EN 319 142-1 §6)."""
    level = "B-B" if not judged.stamped_at else "B-LT" if brought and status == "good" else "B-T"
    return {"field_name": signature.field_name, "certificate": about, "level": level, "revocation": status,
            "stamped_at": iso(judged.stamped_at), "declared_at": iso(signature.self_reported_timestamp),
            "digest": judged.signer_info["digest_algorithm"]["algorithm"].native,
            "format": PADES.strip("/"), "root": judged.path.trust_anchor.authority.certificate.sha256.hex(),
            "chain": [called(c.subject) for c in judged.path.iter_certs(include_root=True)]}  # fmt: skip
