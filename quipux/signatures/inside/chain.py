"""From a certificate to an authority that is trusted, and whether it was revoked."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    OCSPFetchError,
    OCSPValidationError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.fetchers.common_utils import (
    enumerate_delivery_point_urls,
    format_ocsp_request,
    process_ocsp_response_data,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.util import get_ocsp_urls, get_relevant_crl_dps
from pyhanko_certvalidator.validate import async_validate_path

MOST_PATHS = 8
UNCHECKED = RevocationCheckingPolicy(RevocationCheckingRule.NO_CHECK, RevocationCheckingRule.NO_CHECK)
CHECKED = RevocationCheckingPolicy(
    RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.CHECK_IF_DECLARED
)


@dataclass(frozen=True)
class Trust:
    """The roots that count, and the fingerprint of the one that is only for tests."""

    roots: list[x509.Certificate]
    test_root: bytes

    def is_test(self, path: ValidationPath) -> bool:
        """Whether the path ends in the test authority."""
        return path.trust_anchor.authority.certificate.sha256 == self.test_root


@dataclass
class Evidence:
    """Answers about revocation, as they came, from the authorities or out of the file."""

    ocsps: list[ocsp.OCSPResponse]
    crls: list[crl.CertificateList]

    def __bool__(self) -> bool:
        return bool(self.ocsps or self.crls)

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(self.ocsps + other.ocsps, self.crls + other.crls)


def within(certificate: x509.Certificate, moment: datetime) -> datetime:
    """``moment``, or the nearest one at which the certificate was in force: its own validity is judged apart."""
    return max(certificate.not_valid_before, min(moment, certificate.not_valid_after))


def context(trust: Trust, others, moment: datetime, evidence: Evidence | None = None) -> ValidationContext:
    """What to judge by; with ``evidence``, revocation too.

    Answers newer than ``moment`` count: they know more, and revocation carries its own date.
    """
    policy = CertRevTrustPolicy(UNCHECKED if evidence is None else CHECKED, retroactive_revinfo=True)
    return ValidationContext(
        trust_roots=trust.roots,
        other_certs=list(others),
        moment=moment,
        revinfo_policy=policy,
        ocsps=evidence.ocsps if evidence else [],
        crls=evidence.crls if evidence else [],
    )


async def path_to_root(certificate: x509.Certificate, others, trust: Trust, at: datetime) -> ValidationPath | None:
    """The first sound path to a trusted root, or None. Revocation and the certificate's own dates are left out."""
    if not trust.roots:
        return None
    judge = context(trust, others, within(certificate, at))
    paths = judge.path_builder.async_build_paths_lazy(certificate)
    tried = 0
    try:
        async for path in paths:
            tried += 1
            if tried > MOST_PATHS:
                break
            if await _is_sound(judge, path):
                return path
    except PathBuildingError:
        return None
    finally:
        await paths.cancel()
    return None


async def _is_sound(judge, path):
    try:
        await async_validate_path(judge, path)
    except ValidationError:
        return False
    return True


async def revocation(path: ValidationPath, others, trust: Trust, at: datetime, evidence: Evidence):
    """``("good" | "unknown", None)`` or ``("revoked", since when)``, as the evidence proves."""
    if not evidence:
        return "unknown", None
    judge = context(trust, others, within(path.leaf, at), evidence)
    try:
        await async_validate_path(judge, path)
    except RevokedError as error:
        return "revoked", error.revocation_dt
    except ValidationError:
        return "unknown", None
    return "good", None


async def gather(path: ValidationPath, line) -> Evidence:
    """Ask the authorities about every certificate of the path below the root: OCSP, then their lists."""
    evidence = Evidence([], [])
    for certificate in path.iter_certs(include_root=False):
        answer = _ocsp(certificate, path.find_issuing_authority(certificate), line)
        if answer is not None:
            evidence.ocsps.append(answer)
        else:
            evidence.crls.extend(_lists(certificate, line))
    return evidence


def _ocsp(certificate, authority, line):
    request = format_ocsp_request(certificate, authority, certid_hash_algo="sha1", request_nonces=True)
    for url in get_ocsp_urls(certificate):
        body = line.fetch(url, request.dump(), "application/ocsp-request")
        try:
            if body is not None:
                return process_ocsp_response_data(body, ocsp_request=request, ocsp_url=url)
        except (OCSPFetchError, OCSPValidationError, ValueError):
            continue
    return None


def _lists(certificate, line):
    for point in get_relevant_crl_dps(certificate, use_deltas=False):
        for url in enumerate_delivery_point_urls(point):
            body = line.fetch(url)
            if body is None:
                continue
            try:
                yield _list(body)
            except ValueError:
                continue
            break


def _list(body):
    if pem.detect(body):
        *_, body = pem.unarmor(body)
    found = crl.CertificateList.load(body, strict=True)
    found.native  # noqa: B018 - parsing is lazy; what is broken must say so here
    return found
