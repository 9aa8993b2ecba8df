"""What the product is made of: the packages that requirements.txt fixes, with their digests and licences (safety §2.9)."""

import re
from dataclasses import dataclass
from importlib import metadata

from django.conf import settings

from quipux.web.version import version

LOCK = "requirements.txt"
_PACKAGE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
_DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Component:
    """One fixed package.

    Attributes:
        digests: SHA-256 of each file of it that may be installed.
        installed: version found here; empty where it is not installed.
    """

    name: str
    version: str
    digests: tuple[str, ...]
    installed: str
    licence: str


def components() -> list[Component]:
    """Every package of the lock, in its order."""
    found, digests = [], {}
    for line in (settings.BASE_DIR / LOCK).read_text(encoding="utf-8").splitlines():
        if match := _PACKAGE.match(line):
            found.append(match.groups())
        if found:
            digests.setdefault(found[-1], []).extend(_DIGEST.findall(line))
    return [_component(name, fixed, tuple(digests[name, fixed])) for name, fixed in found]


def _component(name, fixed, digests):
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return Component(name, fixed, digests, "", "")
    return Component(name, fixed, digests, metadata.version(name), _licence(about))


def _licence(about):
    """The SPDX expression, or what older packages say in their classifiers."""
    classified = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    return (
        about.get("License-Expression")
        or ", ".join(classified)
        or (about.get("License") or "").partition("\n")[0][:100]
    )


def differences(parts: list[Component]) -> list[str]:
    """What is installed here with another version than the fixed one, in words; what is missing may be of another system."""
    return [f"{one.name}: fijado {one.version}, instalado {one.installed}." for one in parts
            if one.installed and one.installed != one.version]  # fmt: skip


def document(parts: list[Component]) -> dict:
    """The same as CycloneDX 1.5 (ECMA-424)."""
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "quipux", "version": version()}},
        "components": [_described(one) for one in parts],
    }  # fmt: skip


def _described(one):
    found = {"type": "library", "name": one.name, "version": one.version,
             "purl": f"pkg:pypi/{one.name.lower().replace('_', '-')}@{one.version}"}  # fmt: skip
    licences = {"licenses": [{"license": {"name": one.licence}}]} if one.licence else {}
    # A component has one digest of a kind; the lock may name one for each platform.
    hashes = {"hashes": [{"alg": "SHA-256", "content": one.digests[0]}]} if len(one.digests) == 1 else {}
    return found | licences | hashes
