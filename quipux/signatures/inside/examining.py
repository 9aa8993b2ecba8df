"""What any file says of itself, whoever sent it (documents §15 «By file», accounts-portal §10.5)."""

import hashlib

from asn1crypto import cms, pem
from pyhanko.sign.validation.errors import SignatureValidationError

from quipux.signatures.errors import SENTENCES
from quipux.signatures.inside.chain import Evidence
from quipux.signatures.inside.files import BROKEN, SignedFile, Unreadable
from quipux.signatures.inside.judging import Judged, Policy, day, iso

MOST_SIGNATURES = 50
WHOLE = "Todo el documento"
UP_TO_IT = "Todo el documento hasta esta firma; lo que se agregó después son otras firmas o sus datos"
A_PART = "Solo una parte del archivo"
UNSIGNED = {"verdict": "unsigned", "signatures": [], "pages": None}


async def examine(header: dict, blobs: list[bytes], line) -> dict:
    """The verdict of a PDF and of each of its signatures. ``blobs``: the file, then the trusted roots."""
    data, *roots = blobs
    policy = Policy.read(header, roots)
    try:
        file = SignedFile(data)
        pages = file.pages()
    except (Unreadable, *BROKEN):
        # What cannot be read says nothing of its signatures; one that had some was spoiled.
        return {**UNSIGNED, "verdict": "altered" if b"/ByteRange" in data else "unsigned"}
    brought, certificates = file.evidence()
    found = [await _of_file(file, s, certificates, policy, line, brought) for s in file.signatures[:MOST_SIGNATURES]]
    return {"verdict": _overall(found), "signatures": found, "pages": pages}


def _overall(found):
    order = ("altered", "not_valid", "valid_when_signed", "valid")
    return next((verdict for verdict in order if any(f["verdict"] == verdict for f in found)), "unsigned")


async def _of_file(file, signature, certificates, policy, line, brought):
    covers = A_PART
    try:
        judged = Judged.read(signature.signed_data, certificates)
        if file.is_whole(signature):
            covers = WHOLE if file.covers_all(signature) else UP_TO_IT
        digest = signature.compute_digest()
        declared = signature.self_reported_timestamp
    except (SignatureValidationError, *BROKEN):
        return _said("altered", "La firma no se puede leer.", covers=A_PART)
    return await _of(judged, digest, policy, line, brought, covers=covers, declared=declared)


async def _of(judged, digest, policy, line, brought, *, covers, declared):
    """The findings about one signature, the gravest first."""
    known = {"covers": covers, "about": judged.about(policy), "at": iso(declared), "source": "declared"}
    intact, valid = judged.digest_matches(digest)
    if covers == A_PART or (valid and not intact):
        return _said("altered", SENTENCES["modified"], **known)
    if not (intact and valid and judged.is_strong()):
        return _said("not_valid" if intact else "altered", SENTENCES["invalid"], **known)
    if not await judged.find_authority(policy):
        return _said("not_valid", SENTENCES["unknown_authority"], **known)
    await judged.read_timestamp(policy)
    known["about"] = judged.about(policy)
    known["level"] = "B-B"
    if judged.stamped_at:
        known |= {"at": iso(judged.stamped_at), "source": "timestamp", "level": "B-LT" if brought else "B-T"}
    return await _in_time(judged, policy, line, brought, known, judged.stamped_at or declared or policy.at)


async def _in_time(judged, policy, line, brought, known, signed_at):
    """The certificate against time: what a stranger declares proves no moment before a revocation."""
    certificate = judged.certificate
    if signed_at > certificate.not_valid_after:
        return _said("not_valid", SENTENCES["expired"].format(day=day(certificate.not_valid_after)), **known)
    if signed_at < certificate.not_valid_before:
        return _said("not_valid", SENTENCES["not_yet_valid"].format(day=day(certificate.not_valid_before)), **known)
    status, since = await judged.ask_revocation(policy, line, brought)
    known["revocation"] = status
    if status == "revoked" and not (judged.stamped_at and judged.stamped_at < since):
        return _said("not_valid", SENTENCES["revoked"].format(day=day(since)), **known)
    if status == "revoked" or judged.expired_on(policy.at):
        return _said("valid_when_signed", "", **known)
    return _said("valid", "", **known)


def _said(verdict, message, *, covers, about=None, at=None, source=None, level="", revocation="unknown"):
    return {"verdict": verdict, "message": message, "covers": covers, "certificate": about, "signed_at": at,
            "time_source": source if at else None, "level": level, "revocation": revocation}  # fmt: skip


async def examine_enveloped(header: dict, blobs: list[bytes], line) -> dict:
    """The same for a .p7m; ``blobs``: the envelope, what it should hold, then the trusted roots.

    ``holds``: whether its content is byte for byte what it should hold.
    """
    envelope, expected, *roots = blobs
    policy = Policy.read(header, roots)
    try:
        signed_data, content = _opened(envelope, expected)
        judged = Judged.read(signed_data, [])
        digest = hashlib.new(judged.signer_info["digest_algorithm"]["algorithm"].native, content).digest()
    except (SignatureValidationError, *BROKEN):
        return {**UNSIGNED, "holds": False}
    found = await _of(judged, digest, policy, line, Evidence([], []), covers=WHOLE, declared=judged.declared_at)
    return {"verdict": found["verdict"], "signatures": [found], "pages": None, "holds": content == expected}


def _opened(envelope, expected):
    if pem.detect(envelope):
        *_, envelope = pem.unarmor(envelope)
    outer = cms.ContentInfo.load(envelope)
    if outer["content_type"].native != "signed_data":
        raise ValueError
    inner = outer["content"]["encap_content_info"]["content"].native
    return outer["content"], expected if inner is None else bytes(inner)
