"""Judging one signature: its mathematics, its authority, its time and its revocation, each apart."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from asn1crypto import cms, x509
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_self_reported_ts,
    extract_tst_data_iter,
    message_imprint_checker,
    validate_sig_integrity,
    validate_tst_signed_data,
)
from pyhanko_certvalidator.path import ValidationPath

from quipux.signatures.inside import chain
from quipux.signatures.inside.certificates import describe, may_sign
from quipux.signatures.inside.chain import Evidence, Trust
from quipux.signatures.inside.files import BROKEN

STRONG = {"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"}  # documents §9.2, «SHA-256 or stronger»
WHOLE_MESSAGE = {"ed25519", "ed448"}  # the mechanism brings its own digest
SMALLEST_RSA, SMALLEST_CURVE = 2048, 256  # bits
ECUADOR = timezone(timedelta(hours=-5))  # all year; the child has no table of zones


@dataclass(frozen=True)
class Policy:
    """What to judge by: trusted roots, where identities stand, and the moment of the judgement."""

    trust: Trust
    sources: list[str]
    at: datetime

    @classmethod
    def read(cls, header: dict, roots: list[bytes]) -> "Policy":
        """As the parent wrote it."""
        trust = Trust([x509.Certificate.load(root) for root in roots], bytes.fromhex(header["test_root"]))
        return cls(trust, header["sources"], datetime.fromisoformat(header["at"]))


@dataclass
class Judged:
    """One signature, with the certificates around it."""

    signer_info: cms.SignerInfo
    certificate: x509.Certificate
    others: list[x509.Certificate]
    path: ValidationPath | None = None
    stamped_at: datetime | None = None

    @classmethod
    def read(cls, signed_data: cms.SignedData, extra: list[x509.Certificate]) -> "Judged":
        """Raises one of `BROKEN` or SignatureValidationError when it has no certificate or more than one signer."""
        found = extract_certs_for_validation(signed_data)
        (info,) = signed_data["signer_infos"]
        return cls(info, found.signer_cert, [*found.other_certs, *extra])

    @property
    def declared_at(self) -> datetime | None:
        """When the signer says that it was."""
        return extract_self_reported_ts(self.signer_info)

    def digest_matches(self, digest: bytes) -> tuple[bool, bool]:
        """Whether the content is the signed one, and whether the signature is that of the certificate's key."""
        try:
            return validate_sig_integrity(self.signer_info, self.certificate, "data", digest)
        except (SignatureValidationError, *BROKEN):
            return False, False

    def is_strong(self) -> bool:
        """Whether digest and key are of a size that nobody can forge today."""
        key = self.certificate.public_key
        smallest = {"rsa": SMALLEST_RSA, "rsassa_pss": SMALLEST_RSA, "ec": SMALLEST_CURVE}.get(key.algorithm, 0)
        mechanism = self.signer_info["signature_algorithm"]
        if mechanism["algorithm"].native in WHOLE_MESSAGE:
            return True
        used = {self.signer_info["digest_algorithm"]["algorithm"].native, *_digest_of(mechanism)}
        return key.algorithm != "dsa" and key.bit_size >= smallest and used <= STRONG

    async def find_authority(self, policy: Policy) -> bool:
        """Look for the path to a trusted root; False if there is none or the certificate is not for signing."""
        if may_sign(self.certificate):
            self.path = await chain.path_to_root(self.certificate, self.others, policy.trust, policy.at)
        return self.path is not None

    async def read_timestamp(self, policy: Policy) -> None:
        """Keep the time of a time-stamp whose authority is trusted; any other one proves nothing."""
        try:
            for token in extract_tst_data_iter(self.signer_info, signed=False):
                if moment := await self._stamped(token, policy):
                    self.stamped_at = moment
                    return
        except (SignatureValidationError, *BROKEN):
            return

    async def _stamped(self, token, policy):
        leaf = extract_certs_for_validation(token)
        judge = chain.context(
            policy.trust, [*leaf.other_certs, *self.others], chain.within(leaf.signer_cert, policy.at)
        )
        said = await validate_tst_signed_data(token, judge, message_imprint_checker(self.signer_info))
        is_sound = said["intact"] and said["valid"] and said.get("trust_problem_indic") is None
        return said["timestamp"] if is_sound and said.get("validation_path") else None

    async def ask_revocation(self, policy: Policy, line, brought: Evidence):
        """``(status, since)`` by what the authorities answer now and by what the file brings."""
        gathered = await chain.gather(self.path, line)
        return await chain.revocation(self.path, self.others, policy.trust, policy.at, gathered + brought)

    def expired_on(self, moment: datetime) -> bool:
        """Whether its validity had ended at ``moment``."""
        return moment > self.certificate.not_valid_after

    def about(self, policy: Policy) -> dict:
        """The certificate, as people need it."""
        said = describe(self.certificate, policy.sources)
        return {**said, "is_test": self.path is not None and policy.trust.is_test(self.path)}


def _digest_of(mechanism):
    try:
        return {mechanism.hash_algo}
    except ValueError:  # the mechanism names none of its own
        return set()


def iso(moment: datetime | None) -> str | None:
    """For JSON, in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def day(moment: datetime) -> str:
    """A day as the sentences write it, in Ecuador's time, which is the same all year (UTC−5)."""
    return moment.astimezone(ECUADOR).date().isoformat()
