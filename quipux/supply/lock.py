"""What is installed and served: the hashed lock and the files of third parties."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Unreadable(Exception):
    """A list is not there or does not say what it must."""


@dataclass(frozen=True)
class Package:
    """One line of the lock.

    Attributes:
        name: normalised, as the index writes it.
        hashes: SHA-256 of every file that may be installed for it.
    """

    name: str
    version: str
    hashes: tuple[str, ...]


@dataclass(frozen=True)
class Served:
    """A file of a third party under static/vendor; ``sha256`` is what its list says."""

    path: str
    origin: str
    version: str
    licence: str
    sha256: str

    def is_intact(self, folder: Path) -> bool:
        """Whether the bytes in ``folder`` are those of the list."""
        file = folder / self.path
        return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256

    def modules(self) -> dict[str, str]:
        """The packages of npm it was made of, with their versions: «commands 1.7.2, …» of «prosemirror-* (npm)»."""
        name, is_npm, _ = self.origin.partition(" (npm)")
        if not is_npm:
            return {}
        if not name.endswith("*"):
            return {normalised(name): self.version}
        parts = (part.split() for part in self.version.split(","))
        return {normalised(name.replace("*", part)): version for part, version in parts}


def normalised(name: str) -> str:
    """The name of a package as everybody compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def packages(path: Path | None = None) -> list[Package]:
    """Every pin of the lock, with its hashes.

    Raises:
        Unreadable: there is no lock.
    """
    path = path or settings.BASE_DIR / "requirements.txt"
    if not path.is_file():
        raise Unreadable(f"no existe {path.name}")
    logical = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    found = [(PINNED.match(line), line) for line in logical]
    return [Package(normalised(match[1]), match[2], tuple(HASH.findall(line))) for match, line in found if match]


def vendor() -> Path:
    """The folder of the files of third parties that browsers get."""
    return settings.BASE_DIR / "static" / "vendor"


def served(folder: Path | None = None) -> list[Served]:
    """Every file that VENDOR.txt lists.

    Raises:
        Unreadable: there is no list.
    """
    path = (folder or vendor()) / "VENDOR.txt"
    if not path.is_file():
        raise Unreadable(f"no existe {path.name}")
    rows = [line.split(" | ") for line in path.read_text(encoding="utf-8").splitlines()[2:] if line.strip()]
    return [Served(*(cell.strip() for cell in row)) for row in rows if len(row) == 5]
