"""The CycloneDX 1.6 list of components (safety §2.9)."""

from datetime import UTC, datetime
from importlib import metadata
from urllib.parse import quote

from quipux.supply.lock import Package, Served

PRODUCT = "quipux"


def bill(packages: list[Package], files: list[Served], *, version: str) -> dict:
    """The document, ready for ``json.dumps``; the same parts always give the same list, but for the instant."""
    root = f"pkg:generic/{PRODUCT}@{version}"
    parts = sorted([*map(_package, packages), *map(_file, files)], key=lambda one: one["bom-ref"])
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {"type": "application", "bom-ref": root, "name": PRODUCT, "version": version},
        },
        "components": parts,
        "dependencies": [{"ref": root, "dependsOn": [one["bom-ref"] for one in parts]}],
    }  # fmt: skip


def _package(one: Package) -> dict:
    address = f"pkg:pypi/{quote(one.name)}@{quote(one.version)}"
    hashes = [{"alg": "SHA-256", "content": digest} for digest in one.hashes]
    return {"type": "library", "bom-ref": address, "purl": address, "name": one.name, "version": one.version,
            "hashes": hashes, **_licence(one.name)}  # fmt: skip


def _licence(name):
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return {}
    word = told.get("License-Expression") or told.get("License") or ""
    return {"licenses": [{"license": {"name": word.splitlines()[0][:120]}}]} if word.strip() else {}


def _file(one: Served) -> dict:
    return {"type": "file", "bom-ref": f"static/vendor/{one.path}", "name": f"static/vendor/{one.path}",
            "version": one.version, "description": one.origin,
            "hashes": [{"alg": "SHA-256", "content": one.sha256}],
            "licenses": [{"license": {"name": one.licence}}]}  # fmt: skip
