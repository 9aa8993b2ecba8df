"""Asking again about the revocation of a signature that was accepted (documents §9.2, scenario D-25)."""

from quipux.signatures.inside.files import SignedFile
from quipux.signatures.inside.judging import Judged, Policy, iso
from quipux.signatures.inside.refusing import Refused


async def recheck(header: dict, blobs: list[bytes], line) -> dict:
    """``status`` and ``since`` of the certificate of signature ``field_name``; the file is not judged anew.

    ``blobs``: the file, then the trusted roots. Raises `Refused` when the authority is trusted no more.
    """
    data, *roots = blobs
    policy = Policy.read(header, roots)
    file = SignedFile(data)
    signature = next(s for s in file.signatures if s.field_name == header["field_name"])
    brought, certificates = file.evidence()
    judged = Judged.read(signature.signed_data, certificates)
    if not await judged.find_authority(policy):
        raise Refused("unknown_authority")
    status, since = await judged.ask_revocation(policy, line, brought)
    return {"status": status, "since": iso(since)}
