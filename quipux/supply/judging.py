"""What makes a build fail: a pin without hash, another version installed, a changed file, a known hole (safety S-76)."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

from quipux.supply.lock import Package, Served, normalised

ADVISORIES = Path(__file__).with_name("advisories.json")


@dataclass(frozen=True)
class Advisory:
    """A published hole: of every version from ``introduced`` on, below ``fixed``, or up to ``last`` and that one too.

    ``versions`` are those that have it whatever the bounds say; with them and no bound, nobody else has it.
    """

    id: str
    package: str
    fixed: str = ""
    introduced: str = ""
    last: str = ""
    versions: tuple[str, ...] = ()
    ecosystem: str = "PyPI"

    def affects(self, version: str) -> bool:
        """Whether ``version`` of the package has it."""
        if self.versions:
            return version in self.versions
        number = _order(version)
        return (_order(self.introduced) <= number
                and (not self.fixed or number < _order(self.fixed))
                and (not self.last or number <= _order(self.last)))  # fmt: skip

    @property
    def cure(self) -> str:
        """What to do, in Spanish."""
        if self.fixed:
            return f"use {self.fixed} o posterior"
        return "actualícelo a una versión que el aviso no nombre, o deje de usarlo"


@dataclass(frozen=True)
class Advisories:
    """The stored list and its date."""

    date: date
    rows: tuple[Advisory, ...]


def advisories(path: Path = ADVISORIES) -> Advisories:
    """The list that is kept with the product, for machines without an advisory service."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Advisories(date.fromisoformat(kept["date"]), tuple(Advisory(**row) for row in kept["advisories"]))


def installed(name: str) -> str | None:
    """The version of a package in this environment; None where it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def findings(packages: list[Package], files: list[Served], known: Advisories, *, vendor: Path,
             version_of: Callable[[str], str | None] = installed) -> list[str]:  # fmt: skip
    """One Spanish sentence per fault; none for a sound build."""
    found = [f"{one.name} {one.version} no tiene huella en requirements.txt." for one in packages if not one.hashes]
    for one in packages:
        present = version_of(one.name)
        if present is not None and present != one.version:
            found.append(f"{one.name} {present} está instalado y requirements.txt dice {one.version}.")
    found += [
        f"static/vendor/{one.path} no tiene los bytes de VENDOR.txt." for one in files if not one.is_intact(vendor)
    ]
    return found + _holes(packages, files, known)


def _holes(packages, files, known):
    versions = {("PyPI", one.name): one.version for one in packages}
    for one in files:
        versions |= {("npm", name): version for name, version in one.modules().items()}
    found = {}
    for row in known.rows:
        version = versions.get((row.ecosystem, normalised(row.package)))
        if version is not None and row.affects(version):
            told = found.setdefault((row.package, row.id), (row, version))
            if row.fixed and not told[0].fixed:  # a record that lists versions too says one thing twice
                found[row.package, row.id] = (row, version)
    return [f"{row.package} {version} tiene el fallo {row.id}: {row.cure}." for row, version in found.values()]


def _order(version: str) -> tuple[int, ...]:
    """The numbers of a release; what follows them (a candidate, a local mark) is of the same release."""
    return tuple(int(number) for number in re.match(r"[0-9.]*", version)[0].split(".") if number)
