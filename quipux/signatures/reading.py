"""From the child's JSON to the values of `results`."""

from datetime import datetime
from typing import Any

from quipux import clock
from quipux.signatures.results import (
    AcceptedSignature,
    Certificate,
    Examination,
    FoundSignature,
    Revocation,
    TimeSource,
    Verdict,
)


def certificate_from(said: dict[str, Any]) -> Certificate:
    """A certificate as the child described it."""
    return Certificate(**said | {name: _moment(said[name]) for name in ("valid_from", "valid_until")})


def accepted_from(said: dict[str, Any], *, at: datetime, given_sha256: str) -> AcceptedSignature:
    """An accepted signature, with its report."""
    stamped = _moment(said["stamped_at"])
    source = TimeSource.TIMESTAMP if stamped else TimeSource.SERVER
    certificate = certificate_from(said["certificate"])
    report = {**said, "time_source": source.value, "signed_at": (stamped or at).isoformat(),
              "checked_at": at.isoformat(), "given_sha256": given_sha256, "covers": "whole_file"}  # fmt: skip
    return AcceptedSignature(
        field_name=said["field_name"],
        signed_at=stamped or at,
        time_source=source,
        declared_at=_moment(said["declared_at"]),
        certificate=certificate,
        level=said["level"],
        revocation=Revocation(said["revocation"]),
        checked_at=at,
        report=report,
    )


def examination_from(said: dict[str, Any]) -> Examination:
    """What was found in a file."""
    return Examination(Verdict(said["verdict"]), tuple(map(_found, said["signatures"])), said["pages"])


def _found(said):
    return FoundSignature(
        verdict=Verdict(said["verdict"]),
        message=said["message"],
        covers=said["covers"],
        signed_at=_moment(said["signed_at"]),
        time_source=TimeSource(said["time_source"]) if said["time_source"] else None,
        certificate=certificate_from(said["certificate"]) if said["certificate"] else None,
        level=said["level"],
        revocation=Revocation(said["revocation"]),
    )


def _moment(text):
    return clock.local(datetime.fromisoformat(text)) if text else None
