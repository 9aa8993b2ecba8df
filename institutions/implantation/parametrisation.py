"""«Copiar parametrización»: one package of JSON from the training tenant to production (institutions §12.9).

Never: documents, tasks, counters used, delegations, histories, backups, credentials.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from institutions.implantation import history
from institutions.models import Institution
from quipux.errors import NotAllowedNow
from quipux.history import recorder

VERSION = 1


@dataclass(frozen=True)
class Part:
    """What one app brings to the package.

    Attributes:
        export: from an institution to what JSON can say.
        load: writes that into another institution and returns how many rows it made.
    """

    code: str
    label: str
    export: Callable[[Institution], list]
    load: Callable[[Institution, list], int]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a part; they are loaded in the order in which they were added.

    Raises:
        ValueError: another part has its code.
    """
    if _parts.setdefault(part.code, part) is not part:
        raise ValueError(f"two parts {part.code}")


def labels() -> list[str]:
    """What is copied, in words."""
    return [part.label for part in _parts.values()]


def package_of(institution: Institution) -> dict:
    """Everything of the parametrisation of an institution, ready for JSON."""
    return {"version": VERSION, "parts": {part.code: part.export(institution) for part in _parts.values()}}


def digest(package: dict) -> str:
    """SHA-256 of its canonical JSON."""
    text = json.dumps(package, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def copy(case, *, actor) -> dict[str, int]:
    """Copy from the training institution of a case to the one of production, all or nothing.

    Returns:
        How many rows of each part were made, by its label.

    Raises:
        NotAllowedNow: somebody besides the AIQ works in production already.
    """
    target = case.production
    if target.appointments.exclude(person__identity_number=case.aiq.identity_number).exists():
        raise NotAllowedNow("La parametrización ya se copió o la institución ya tiene personas.")
    package = package_of(case.training)
    made = {part.label: part.load(target, package["parts"][part.code]) for part in _parts.values()}
    words = " · ".join(f"{label}: {count}" for label, count in made.items())
    recorder.record(case, history.COPIED, actor=actor, comment=words, details={"sha256": digest(package)})
    return made
